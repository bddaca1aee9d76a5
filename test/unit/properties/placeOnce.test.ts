/**
 * placeOnce as a stranger would attack it: steps that fail in every way and order, a clock that jumps,
 * executions that are repeated in this process and in others, and a stop at every moment.
 */
import fc from 'fast-check';
import { FieldError, MintedError, type MintedErrorDetails } from '../../../minted/errors';
import { OrderLedger } from '../../../minted/orders/placeOnce';
import {
	OrderNotPlacedError,
	OrderOutcomeUnknownError,
	placeOnce,
	type Placement,
} from '../../../minted/orders/placeOnce';
import { OrderRefusal } from '../../../minted/orders/refusal';

const SETTLE_MS = 30_000;
const RUNS = Number(process.env.MINTED_PROPERTY_CASES ?? 24) * 200;
const SEED = 20261124;

/** Refusals that prove that nothing was carried out. */
const PROVEN: MintedErrorDetails[] = [
	{ kind: 'parameter', status: 422 },
	{ kind: 'insufficientBalance', status: 422 },
	{ kind: 'priceTokenExpired', status: 422 },
	{ kind: 'rateLimited', status: 429 },
	{ kind: 'rateLimited', status: 429, retryAfterMs: 5_000 },
	{ kind: 'rateLimited', status: 429, retryAfterMs: 61_000 },
	{ kind: 'unreachable' },
	{ kind: 'noAnswer', notSent: true },
	{ kind: 'cancelled', notSent: true },
];
/** Ends that prove nothing. */
const OPEN: MintedErrorDetails[] = [
	{ kind: 'noAnswer' },
	{ kind: 'server', status: 500 },
	{ kind: 'unreadable', status: 200 },
	{ kind: 'refused', status: 200 },
	{ kind: 'notMinted', status: 302 },
	{ kind: 'cancelled' },
];
const TAKEN: MintedErrorDetails = { kind: 'conflict', status: 409 };

/** Things that no step is meant to throw, and no type keeps it from throwing. */
const odd = fc
	.constantFrom(
		new TypeError('a bug'),
		new FieldError('Amount', 'Amount is zero'),
		'a text',
		undefined,
		null,
		0,
		{ kind: 'notFound' },
	)
	.map((thrown: unknown) => thrown as Error);
const failed = (...details: MintedErrorDetails[]) =>
	fc.constantFrom(...details).map((each): Error => new MintedError(each));

interface Ends {
	error?: Error;
	/** Whether the request is carried out. */
	processed: boolean;
}

const sends: fc.Arbitrary<Ends> = fc.oneof(
	fc.constant({ processed: true }),
	failed(...PROVEN).map((error) => ({ error, processed: false })),
	fc.record({ error: fc.oneof(failed(...OPEN, TAKEN), odd), processed: fc.boolean() }),
);
const preparations = fc.record({
	takesMs: fc.constantFrom<number>(0, 0, 1_999, 2_001, 60_000),
	error: fc.option(fc.oneof(failed(...PROVEN, ...OPEN), odd), { nil: undefined, freq: 4 }),
});
/** A look that fails; undefined for one that says how it is. */
const looks = fc.option(
	fc.oneof(
		failed(...OPEN),
		odd,
		fc
			.boolean()
			.map((certain) => new OrderRefusal({ kind: 'taken', externalId: 'shop-1', certain })),
	),
	{ nil: undefined, freq: 3 },
);
const script = fc.record({
	preparations: fc.array(preparations, { minLength: 1, maxLength: 2 }),
	sends: fc.array(sends, { minLength: 1, maxLength: 3 }),
	looks: fc.array<Error | undefined>(looks, { maxLength: 12 }),
	duplicateGuard: fc.boolean(),
	fixesPrice: fc.boolean(),
	/** In another process, as the retry of an execution. */
	elsewhere: fc.boolean(),
	/** What the clock does at each look at it: time passes, as when a process is held up. */
	jumps: fc.array(fc.constantFrom<number>(0, 0, 0, 1, 1_500, 40_000), { maxLength: 20 }),
	stopsAt: fc.option(fc.nat(30), { nil: undefined, freq: 2 }),
});
type Script = typeof script extends fc.Arbitrary<infer T> ? T : never;

/** The API, whose orders show in its lookup after a while, and what was asked of it. */
class World {
	placed = 0;
	time = 0;
	private visibleAt = Number.POSITIVE_INFINITY;

	constructor(private readonly lagMs: number) {}

	place(): void {
		this.placed++;
		this.visibleAt = Math.min(this.visibleAt, this.time + this.lagMs);
	}

	get isVisible(): boolean {
		return this.time >= this.visibleAt;
	}
}

/** One execution of the step, and what a witness saw of it. */
class Run {
	sent = 0;
	provenRefusals = 0;
	sentAfterStop = 0;
	looksAfterSending: Array<'found' | 'none' | 'failed'> = [];
	private steps = 0;
	readonly stop = new AbortController();

	constructor(
		private readonly world: World,
		private readonly ledger: OrderLedger,
		private readonly plan: Script,
		/** Whether the API has a way to look. */
		private readonly hasLookup: boolean,
	) {}

	async go(): Promise<Placement<string>> {
		const { plan, world } = this;
		const jumps = [...plan.jumps];
		return await placeOnce<number, string>(
			{
				externalId: 'shop-1',
				wish: 'a wish',
				fixesPrice: plan.fixesPrice,
				prepare: async () => await this.prepare(),
				send: async () => await this.send(),
				...(this.hasLookup ? { lookup: async (isSent: boolean) => await this.lookup(isSent) } : {}),
			},
			{
				ledger: this.ledger,
				ledgerKey: 'shop-1',
				clock: {
					now: () => {
						world.time += jumps.shift() ?? 0;
						return world.time;
					},
					sleep: async (ms) => {
						this.step();
						world.time += ms;
						await Promise.resolve();
					},
					random: () => 0.5,
				},
				duplicateGuard: plan.duplicateGuard,
				mayHaveBeenSentBefore: () => plan.elsewhere,
				settleMs: SETTLE_MS,
				signal: this.stop.signal,
			},
		);
	}

	/** Every moment at which others get their turn. */
	private step(): void {
		if (this.steps++ === this.plan.stopsAt) this.stop.abort();
	}

	private endIfStopped(): void {
		if (this.stop.signal.aborted) throw new MintedError({ kind: 'cancelled', notSent: true });
	}

	private async prepare(): Promise<number> {
		this.step();
		this.endIfStopped();
		const { takesMs, error } = this.plan.preparations[this.sent] ?? { takesMs: 0 };
		this.world.time += takesMs;
		await Promise.resolve();
		this.step();
		if (error !== undefined) throw error;
		return this.sent;
	}

	private async send(): Promise<string> {
		if (this.stop.signal.aborted) this.sentAfterStop++;
		const ends = this.plan.sends[this.sent] ?? { processed: true };
		this.sent++;
		this.step();
		await Promise.resolve();
		if (ends.processed) this.world.place();
		this.step();
		if (!('error' in ends)) return 'order';
		if (ends.error instanceof MintedError && !ends.error.mayHaveBeenProcessed) {
			this.provenRefusals++;
		}
		throw ends.error as Error;
	}

	private async lookup(isSent: boolean): Promise<string | undefined> {
		this.step();
		if (!isSent) this.endIfStopped();
		await Promise.resolve();
		const failure = this.plan.looks.shift();
		const isFound = this.world.isVisible;
		if (this.sent > 0) {
			this.looksAfterSending.push(failure !== undefined ? 'failed' : isFound ? 'found' : 'none');
		}
		if (failure !== undefined) throw failure;
		return isFound ? 'order, found' : undefined;
	}
}

type Ended = { placement: Placement<string> } | { error: unknown };

const settle = async (run: Run): Promise<Ended> =>
	await run.go().then(
		(placement) => ({ placement }),
		(error: unknown) => ({ error }),
	);

/** Runs one script after the other, and holds against each what the world knows. */
async function judge(
	plans: Script[],
	lagMs: number,
	hasLookup: boolean,
	onEnd: (word: string) => void,
): Promise<void> {
	const world = new World(lagMs);
	let ledger = new OrderLedger();
	let isElsewhere = false;
	for (const plan of copyOf(plans)) {
		if (plan.elsewhere) ledger = new OrderLedger();
		// What another process left behind, only a retried execution knows of.
		isElsewhere ||= plan.elsewhere;
		const before = world.placed;
		const run = new Run(world, ledger, { ...plan, elsewhere: isElsewhere }, hasLookup);
		const ended = await settle(run);
		onEnd('error' in ended ? nameOf(ended.error) : ended.placement.outcome);

		expect(world.placed).toBeLessThanOrEqual(1);
		expect(run.sent).toBeLessThanOrEqual(Math.min(2, 1 + run.provenRefusals));
		expect(run.sentAfterStop).toBe(0);
		if ('placement' in ended) expect(world.placed).toBe(1);
		else expectTrue(ended.error, run, world.placed - before, world.placed);
	}
}

describe('Whatever its steps do, in whatever order,', () => {
	const runs = fc.array(script, { minLength: 1, maxLength: 5 });
	const lags = fc.constantFrom(0, 1, 2_500, SETTLE_MS);

	it('an order is placed once at most, and what is said of it is true', async () => {
		const said: Record<string, number> = {};
		const count = (word: string) => (said[word] = (said[word] ?? 0) + 1);
		await fc.assert(
			fc.asyncProperty(
				runs,
				lags,
				fc.boolean(),
				async (plans, lagMs, hasLookup) => await judge(plans, lagMs, hasLookup, count),
			),
			{ numRuns: RUNS, seed: SEED },
		);
		// The property is worth something only where all of these were reached.
		expect(Object.keys(said)).toEqual(
			expect.arrayContaining([
				'placed',
				'existing',
				'recovered',
				'OrderNotPlacedError',
				'OrderOutcomeUnknownError',
				'NotPreparedError',
				'OrderRefusal',
				'MintedError',
			]),
		);
		const counts = Object.entries(said).map(([word, count]) => `${word} ${count}`);
		process.stdout.write(`properties: placeOnce ended as ${counts.sort().join(', ')}\n`);
	});

	it('and also by a clock that jumps to and fro, where orders show at once', async () => {
		const jumps = fc.array(fc.constantFrom<number>(0, 1, 1_500, 40_000, -1_000, -40_000), {
			maxLength: 20,
		});
		const jumping = fc.array(
			fc.tuple(script, jumps).map(([plan, each]) => ({ ...plan, jumps: each })),
			{ minLength: 1, maxLength: 5 },
		);
		await fc.assert(
			fc.asyncProperty(jumping, async (plans) => await judge(plans, 0, true, () => undefined)),
			{ numRuns: RUNS / 4, seed: SEED },
		);
	});
});

function expectTrue(error: unknown, run: Run, placedNow: number, placedEver: number): void {
	if (error instanceof OrderOutcomeUnknownError) return;
	// Everything else says that this run placed nothing.
	expect(placedNow).toBe(0);
	if (error instanceof OrderNotPlacedError) {
		expect(placedEver).toBe(0);
		expect(run.looksAfterSending.at(-1)).toBe('none');
		expect(run.looksAfterSending).not.toContain('found');
	}
}

function nameOf(error: unknown): string {
	return error instanceof Error ? error.name : String(error);
}

/** Each try gets a script of its own: the run takes it apart. */
function copyOf(plans: Script[]): Script[] {
	return plans.map((plan) => ({ ...plan, looks: [...plan.looks] }));
}

describe('A run that is stopped', () => {
	const ok = { processed: true };
	const open = (processed: boolean) => ({
		error: new MintedError({ kind: 'noAnswer' }),
		processed,
	});
	const busy = {
		error: new MintedError({ kind: 'rateLimited', status: 429, retryAfterMs: 20_000 }),
		processed: false,
	};
	const calm: Script = {
		preparations: [{ takesMs: 0, error: undefined }],
		sends: [ok],
		looks: [],
		duplicateGuard: true,
		fixesPrice: true,
		elsewhere: false,
		jumps: [],
		stopsAt: undefined,
	};

	it.each<[string, Partial<Script>, number]>([
		['places at once', {}, 0],
		['prepares for long', { preparations: [{ takesMs: 20_000, error: undefined }] }, 0],
		['waits for a busy API', { sends: [busy, ok] }, 0],
		['loses its answer', { sends: [open(true)] }, 20_000],
		['loses an order that was not placed', { sends: [open(false)] }, 0],
		['repeats an execution', { elsewhere: true }, 0],
	])(
		'at any moment, where it %s, sends no more and still learns what became of it',
		async (...row) => {
			const [, plan, lagMs] = row;
			let stopped = 0;
			for (let stopsAt = 0; stopsAt < 40; stopsAt++) {
				const world = new World(lagMs);
				const run = new Run(
					world,
					new OrderLedger(),
					{ ...calm, ...plan, stopsAt, looks: [] },
					true,
				);
				const ended = await settle(run);
				expect(run.sentAfterStop).toBe(0);
				// Stopped or not, a request that was sent has an outcome, and the right one.
				if (world.placed > 0) expect(ended).toHaveProperty('placement');
				else {
					const { error } = ended as { error: unknown };
					if (run.sent > run.provenRefusals) expect(nameOf(error)).toBe('OrderNotPlacedError');
					else {
						stopped++;
						// What an earlier execution did, nobody knows before the look for it has ended.
						const isOpen = plan.elsewhere === true && nameOf(error) === 'OrderOutcomeUnknownError';
						const cancelled = { kind: 'cancelled', mayHaveBeenProcessed: false };
						if (!isOpen) expect(error).toMatchObject(cancelled);
					}
				}
			}
			expect(stopped).toBeGreaterThan(0);
		},
	);

	it('while it waits for its turn sends nothing', async () => {
		const world = new World(0);
		const ledger = new OrderLedger();
		let release = () => {};
		const held = new Promise<void>((resolve) => (release = resolve));
		const first = ledger.exclusive('shop-1', async () => await held);
		const waiting = new Run(world, ledger, { ...calm, duplicateGuard: false }, true);
		const ended = settle(waiting);
		waiting.stop.abort();
		release();
		await first;
		const cancelled = { kind: 'cancelled', mayHaveBeenProcessed: false };
		expect(await ended).toMatchObject({ error: cancelled });
		expect([waiting.sent, world.placed]).toEqual([0, 0]);
	});
});

describe('Runs at the same time under one ID', () => {
	it('place one order, in whatever way they end', async () => {
		await fc.assert(
			fc.asyncProperty(
				fc.array(script, { minLength: 2, maxLength: 6 }),
				fc.scheduler(),
				async (plans, scheduler) => {
					const world = new World(0);
					const ledger = new OrderLedger();
					const runs = copyOf(plans).map(
						(plan) => new Run(world, ledger, { ...plan, elsewhere: false }, true),
					);
					const ends = runs.map(async (run) => {
						await scheduler.schedule(Promise.resolve());
						return await settle(run);
					});
					await scheduler.waitFor(Promise.all(ends));
					expect(world.placed).toBeLessThanOrEqual(1);
					expect(runs.reduce((sum, run) => sum + run.sentAfterStop, 0)).toBe(0);
				},
			),
			{ numRuns: RUNS / 8, seed: SEED },
		);
	});
});
