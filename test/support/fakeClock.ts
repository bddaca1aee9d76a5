import type { Clock } from '../../minted/client/retry';

/** A clock that stands still except while somebody sleeps, and remembers how long they did. */
export class FakeClock implements Clock {
	readonly sleeps: number[] = [];
	private at = 0;

	constructor(private readonly fraction = 0.5) {}

	now(): number {
		return this.at;
	}

	async sleep(ms: number): Promise<void> {
		this.sleeps.push(ms);
		this.at += ms;
	}

	random(): number {
		return this.fraction;
	}
}
