import { setTimeout as delay } from 'timers/promises';

const POLL_MS = 100;

/** Asks until the answer satisfies, and returns it; fails with the last answer after `timeoutMs`. */
export async function eventually<T>(
	ask: () => Promise<T>,
	satisfies: (answer: T) => boolean,
	timeoutMs = 30_000,
): Promise<T> {
	const deadline = Date.now() + timeoutMs;
	for (;;) {
		const answer = await ask();
		if (satisfies(answer)) return answer;
		if (Date.now() > deadline) {
			throw new Error(`Still not after ${timeoutMs} ms: ${JSON.stringify(answer)}`);
		}
		await delay(POLL_MS);
	}
}
