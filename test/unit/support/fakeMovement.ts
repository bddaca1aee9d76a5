import {
	OrderLedger,
	placeOnce,
	type Guard,
	type Movement,
	type Placement,
} from '../../../minted/orders/placeOnce';
import { FakeClock } from '../../support/fakeClock';

export const SETTLE_MS = 30_000;

/** How a request ends that brings no answer: whether it was carried out, the caller cannot see. */
export interface LostAnswer {
	error: unknown;
	processed: boolean;
}

/** An API whose orders show in its lookup only some time after they were placed. */
export class FakeMovement {
	readonly clock = new FakeClock();
	readonly ledger = new OrderLedger();
	/** What was asked of the API, in order. */
	readonly steps: Array<'look' | 'prepare' | 'send'> = [];
	/** How many orders there are. */
	placed = 0;
	/** How long the lookup does not show a new order. */
	lagMs = 0;
	/** How long it takes to fix the price and read the customer. */
	prepareMs = 0;
	/** Thrown by `prepare`, as long as it is set. */
	prepareFails?: Error;
	/** How the next requests end. */
	sendFails: LostAnswer[] = [];
	/** Thrown by the lookup, as long as it is set. */
	lookupFails?: Error;
	private visibleAt = Number.POSITIVE_INFINITY;

	get lookups(): number {
		return this.count('look');
	}

	get sent(): number {
		return this.count('send');
	}

	async order(
		movement: Partial<Movement<string, string>> = {},
		guard: Partial<Guard> = {},
	): Promise<Placement<string>> {
		return await placeOnce<string, string>(
			{
				externalId: 'web-shop-1',
				wish: 'buy 0.1 g of gold for MTD-DEMO-1',
				fixesPrice: true,
				prepare: async () => await this.prepare(),
				send: async () => await this.send(),
				lookup: async () => await this.lookup(),
				...movement,
			},
			{
				ledger: this.ledger,
				ledgerKey: 'account, web-shop-1',
				clock: this.clock,
				duplicateGuard: true,
				mayHaveBeenSentBefore: () => false,
				settleMs: SETTLE_MS,
				...guard,
			},
		);
	}

	private count(wanted: string): number {
		return this.steps.filter((step) => step === wanted).length;
	}

	private async prepare(): Promise<string> {
		this.steps.push('prepare');
		if (this.prepareMs > 0) await this.clock.sleep(this.prepareMs);
		if (this.prepareFails !== undefined) throw this.prepareFails;
		return 'prepared';
	}

	private async send(): Promise<string> {
		this.steps.push('send');
		const fails = this.sendFails.shift();
		if (fails === undefined || fails.processed) {
			this.placed++;
			this.visibleAt = this.clock.now() + this.lagMs;
		}
		if (fails !== undefined) throw fails.error;
		return 'order';
	}

	private async lookup(): Promise<string | undefined> {
		this.steps.push('look');
		if (this.lookupFails !== undefined) throw this.lookupFails;
		return this.clock.now() >= this.visibleAt ? 'order, found' : undefined;
	}
}
