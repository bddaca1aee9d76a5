import { HttpFailure } from '../../../minted/http';
import { DigestError } from '../../../minted/digest/challenge';
import {
	randomFrom,
	simulate,
	type Counting,
	type Outcome,
	type ServerOptions,
} from '../../support/digest/simulation';

/* Many calls at once. Each is told apart by its URL, and the server counts which it has done. */

const ORDER = { method: 'POST', body: '{"amount":0.1}' } as const;
const WRONG = { username: 'ada', password: 'wrong' };

/** There and back in 40 to 240 ms, in any order. */
function jitter(seed = 1): () => number {
	const random = randomFrom(seed);
	return () => 20 + 100 * random();
}

const kindsOf = ({ errors }: Outcome) => [
	...new Set(errors.map((error) => (error instanceof DigestError ? error.kind : String(error)))),
];

const everyOnce = ({ done }: { done: ReadonlyMap<string, number> }, count: number) => {
	expect(done.size).toBe(count);
	expect([...done.values()].every((times) => times === 1)).toBe(true);
};

const SHARING: Counting[] = ['ignored', 'window'];
const STRICT: Counting[] = ['increasing', 'exact', 'once'];
const SEEDS = [1, 2, 3, 4, 5];

describe('100 calls, 64 at a time, with no nonce at hand', () => {
	describe.each(SHARING)('where counts are %s', (counting) => {
		it.each(SEEDS)(
			'take at most 1.02 requests each, and none is refused (seed %d)',
			async (seed) => {
				const { calls, server, time } = simulate({ counting, travelMs: jitter(seed) });
				expect(await time.run(calls(100))).toEqual({ passed: 100, errors: [] });
				everyOnce(server, 100);
				expect(server.refused).toBe(0);
				expect(server.arrived.length).toBeLessThanOrEqual(102);
			},
		);
	});

	describe.each(STRICT)('where counts are %s', (counting) => {
		describe.each([true, false])('and a refusal says stale: %s', (saysStale) => {
			it.each(SEEDS)('take at most 1.65 requests each (seed %d)', async (seed) => {
				const { calls, server, time } = simulate({ counting, saysStale, travelMs: jitter(seed) });
				expect(await time.run(calls(100))).toEqual({ passed: 100, errors: [] });
				everyOnce(server, 100);
				expect(server.arrived.length).toBeLessThanOrEqual(165);
			});

			it('and from then on one, and none is refused', async () => {
				const { calls, server, time } = simulate({ counting, saysStale, travelMs: jitter() });
				await time.run(calls(100));
				const { refused, arrived } = server;
				const before = arrived.length;
				await time.run(calls(100));
				expect(server.refused).toBe(refused);
				expect(arrived.length - before).toBeLessThanOrEqual(102);
			});
		});
	});

	it.each([...SHARING, ...STRICT].flatMap((counting) => SEEDS.map((seed) => ({ counting, seed }))))(
		'take no more when all start at once ($counting, seed $seed)',
		async ({ counting, seed }) => {
			const { calls, server, time } = simulate({ counting, travelMs: jitter(seed) });
			expect(await time.run(calls(100, 100))).toEqual({ passed: 100, errors: [] });
			expect(server.arrived.length).toBeLessThanOrEqual(SHARING.includes(counting) ? 102 : 165);
		},
	);

	it('repeat orders once at most, and each is done once', async () => {
		const { calls, server, time } = simulate({ counting: 'increasing', travelMs: jitter() });
		const orders = (index: number) => ({ ...ORDER, url: `https://api.example/buy/${index}` });
		expect((await time.run(calls(100, 64, orders))).errors).toEqual([]);
		everyOnce(server, 100);
		const sent = new Map<string, number>();
		for (const { method, url } of server.arrived) {
			if (method === 'POST') sent.set(url, (sent.get(url) ?? 0) + 1);
		}
		expect(Math.max(...sent.values())).toBe(2);
	});

	it('find out that counts must increase with an old nonce, too', async () => {
		const { calls, server, time } = simulate({
			counting: 'increasing',
			saysStale: true,
			travelMs: jitter(),
		});
		await time.run(calls(1, 1));
		await time.pass(30_000);
		await time.run(calls(100));
		const { refused } = server;
		await time.run(calls(100));
		expect(server.refused).toBe(refused);
	});
});

describe('1,000 calls, 256 at a time', () => {
	it.each(SHARING)('are 7 round trips and 6 nonces where counts are %s', async (counting) => {
		const { calls, server, time } = simulate({ counting, travelMs: () => 100 });
		await time.run(calls(1_000, 256));
		expect(server.arrived.length).toBe(1_006);
		expect(time.now()).toBe(7 * 200);
	});

	it.each(STRICT)('take at most 1.2 requests each where counts are %s', async (counting) => {
		const { calls, server, time } = simulate({ counting, travelMs: jitter() });
		expect((await time.run(calls(1_000, 256))).errors).toEqual([]);
		expect(server.arrived.length).toBeLessThanOrEqual(1_200);
	});
});

describe('A slow request', () => {
	it('does not let the others run out of a window of 100 counts', async () => {
		const { calls, server, time } = simulate({
			counting: 'window',
			travelMs: ({ url }) => (url.endsWith('/orders/5') ? 5_000 : 50),
		});
		expect((await time.run(calls(300))).errors).toEqual([]);
		expect(server.refused).toBe(0);
	});
});

describe('Before a request has passed', () => {
	it('one asks for a challenge, and the others wait for it', async () => {
		const { calls, server, time } = simulate({ counting: 'ignored' });
		const done = time.run(calls(50, 50));
		expect((await done).passed).toBe(50);
		expect(server.unsigned).toBe(1);
	});

	it.each([
		['cannot reach the server', () => new HttpFailure('refused', 'x')],
		['gets no answer', () => 'hang' as const],
		['gets a page of a proxy', () => ({ status: 502, headers: {}, body: '' })],
	])('the others do not fail if the first %s', async (_what, fail) => {
		const { calls, server, time } = simulate({
			counting: 'ignored',
			instead: (_request, nth) => (nth === 1 ? fail() : undefined),
		});
		const orders = (index: number) => ({ ...ORDER, url: `https://api.example/buy/${index}` });
		const { passed, errors } = await time.run(calls(64, 64, orders));
		expect({ passed, errors: errors.length }).toEqual({ passed: 63, errors: 1 });
		everyOnce(server, 63);
	});

	it('everybody has failed after two time-outs where nothing answers', async () => {
		const { calls, time } = simulate({ counting: 'ignored', instead: () => 'hang' });
		expect((await time.run(calls(64))).errors).toHaveLength(64);
		expect(time.now()).toBeLessThanOrEqual(130_000);
	});

	it('the others wait two seconds at most for a slow one', async () => {
		const { calls, time } = simulate({
			counting: 'ignored',
			instead: (_request, nth) => (nth === 1 ? 'hang' : undefined),
		});
		const finished: number[] = [];
		void calls(64, 64).then(() => finished.push(time.now()));
		await time.pass(4_000);
		const second = calls(1, 1);
		expect((await time.run(second)).passed).toBe(1);
		expect(time.now()).toBeLessThan(5_000);
	});

	it('an unsigned answer to a GET is an answer, for the others as well', async () => {
		const { calls, server, time } = simulate({
			counting: 'ignored',
			instead: () => ({ status: 200, headers: {}, body: 'open to all' }),
		});
		expect((await time.run(calls(64))).passed).toBe(64);
		expect(server.arrived).toHaveLength(64);
	});

	it('a call that is aborted stops waiting at once, with the reason', async () => {
		const { call, time } = simulate({ counting: 'ignored', instead: () => 'hang' });
		const stop = new AbortController();
		const first = call().catch(() => undefined);
		const waiting = call({}, { signal: stop.signal });
		void time.sleep(10).then(() => stop.abort(new Error('stopped')));
		await expect(time.run(waiting)).rejects.toThrow('stopped');
		expect(time.now()).toBe(10);
		await time.run(first);
	});
});

describe('A wrong password', () => {
	const counted = ({ server }: ReturnType<typeof simulate>) => ({
		signed: server.signed,
		unsigned: server.unsigned,
	});

	it.each(['GET', 'POST'] as const)('is tried once by 64 calls at once (%s)', async (method) => {
		const world = simulate({ counting: 'ignored', travelMs: jitter() });
		const request = (index: number) => ({ method, url: `https://api.example/${index}` });
		const outcome = await world.time.run(world.calls(64, 64, request, WRONG));
		expect(kindsOf(outcome)).toEqual(['rejected']);
		expect(outcome.errors).toHaveLength(64);
		expect(counted(world)).toEqual({ signed: 1, unsigned: 1 });
	});

	it('is tried once by 1,000 calls one after another, within five seconds', async () => {
		const world = simulate({ counting: 'ignored' });
		const outcome = await world.time.run(world.calls(1_000, 1, undefined, WRONG));
		expect(outcome.errors).toHaveLength(1_000);
		expect(counted(world)).toEqual({ signed: 1, unsigned: 1 });
		await world.time.pass(5_000);
		await world.time.run(world.calls(1, 1, undefined, WRONG));
		expect(counted(world)).toEqual({ signed: 2, unsigned: 2 });
	});

	it('is tried four times at most by 64 calls at a server that takes its time to refuse', async () => {
		const world = simulate({ counting: 'ignored', travelMs: () => 15_000 });
		const outcome = await world.time.run(world.calls(64, 64, undefined, WRONG));
		expect(kindsOf(outcome)).toEqual(['rejected']);
		expect(world.server.signed).toBeLessThanOrEqual(4);
	});

	it('does not touch another account at the same origin', async () => {
		const world = simulate({ counting: 'increasing', travelMs: jitter() });
		const [wrong, right] = await world.time.run(
			Promise.all([world.calls(200, 64, undefined, WRONG), world.calls(200, 64)]),
		);
		expect(kindsOf(wrong)).toEqual(['rejected']);
		expect(right).toEqual({ passed: 200, errors: [] });
	});

	it('is not what a refusal is taken for while others pass', async () => {
		const world = simulate({
			counting: 'ignored',
			travelMs: ({ url }) => (url.endsWith('/slow') ? 150 : 100),
			instead: ({ url }) => (url.endsWith('/bad') ? world.server.challenge(false) : undefined),
		});
		const call = async (path: string) => await world.call({ url: `https://api.example${path}` });
		await world.time.run(call('/first'));
		const slow = call('/slow');
		await expect(world.time.run(call('/bad'))).rejects.toMatchObject({ kind: 'stale' });
		await world.time.run(slow);
		expect((await world.time.run(call('/next'))).status).toBe(200);
	});

	it('that was right until now is tried once more, not by each of 64 calls', async () => {
		const credentials = { username: 'ada', password: 'right' };
		const world = simulate({ counting: 'ignored', credentials, travelMs: jitter() });
		await world.time.run(world.calls(100));
		const passed = world.server.done.size;
		credentials.password = 'changed';
		const before = world.server.signed;
		const outcome = await world.time.run(world.calls(300, 64));
		expect(kindsOf(outcome)).toEqual(['rejected']);
		expect(world.server.done.size).toBe(passed);
		expect(world.server.signed - before).toBeLessThanOrEqual(64 + 1);
	});
});

describe('A nonce that is worth a try', () => {
	it('makes one call a minute one request each', async () => {
		const { call, server, time } = simulate({ counting: 'increasing' });
		for (let minute = 0; minute < 10; minute++) {
			await time.run(call({ url: `https://api.example/${minute}` }));
			await time.pass(60_000);
		}
		expect(server.arrived).toHaveLength(11);
	});

	it.each([true, false])(
		'costs no more than a challenge where it has expired (stale said: %s), also with an order',
		async (saysStale) => {
			const { call, server, time } = simulate({
				counting: 'increasing',
				lifetimeMs: 30_000,
				saysStale,
			});
			for (let minute = 0; minute < 10; minute++) {
				await time.run(call({ ...ORDER, url: `https://api.example/${minute}` }));
				await time.pass(61_000);
			}
			everyOnce(server, 10);
			expect(server.arrived).toHaveLength(20);
		},
	);

	it('is not tried with a large body, which asks first', async () => {
		const { call, server, time } = simulate({ counting: 'increasing' });
		const large = { ...ORDER, body: 'x'.repeat(64 * 1024 + 1) };
		await time.run(call(large));
		await time.pass(61_000);
		await time.run(call(large));
		expect(server.arrived.map(({ method }) => method)).toEqual(['GET', 'POST', 'GET', 'POST']);
	});

	it('is tried by one of 64 calls after a pause, and by none of the others if it has expired', async () => {
		const { calls, server, time } = simulate({
			counting: 'ignored',
			lifetimeMs: 30_000,
			saysStale: true,
			travelMs: jitter(),
		});
		await time.run(calls(100));
		await time.pass(3_600_000);
		const before = server.arrived.length;
		expect((await time.run(calls(100))).errors).toEqual([]);
		expect(server.refused).toBe(1);
		expect(server.arrived.length - before).toBeLessThanOrEqual(102);
	});

	it.each(SHARING)(
		'is one round trip for all that wait if the server calls it stale (%s)',
		async (counting) => {
			const lifetimeMs = 30_000;
			const { calls, server, time } = simulate({ counting, lifetimeMs, saysStale: true });
			await time.run(calls(100));
			await time.pass(3_600_000);
			const [start, before] = [time.now(), server.arrived.length];
			expect((await time.run(calls(50, 50))).errors).toEqual([]);
			expect(time.now() - start).toBe(2 * 200);
			expect(server.arrived.length - before).toBe(51);
		},
	);

	it.each(STRICT)('lets nobody out of order when it is stale (%s)', async (counting) => {
		const { calls, server, time } = simulate({
			...{ counting, lifetimeMs: 30_000, saysStale: true, travelMs: jitter() },
		});
		await time.run(calls(100));
		await time.pass(3_600_000);
		const { refused } = server;
		expect((await time.run(calls(100))).errors).toEqual([]);
		expect(server.refused - refused).toBe(1);
	});

	it('is tried by one call where stale is not said: the password may have changed', async () => {
		const credentials = { username: 'ada', password: 'right' };
		const world = simulate({ counting: 'ignored', credentials, saysStale: true });
		await world.time.run(world.calls(100));
		await world.time.pass(3_600_000);
		credentials.password = 'changed';
		const before = world.server.signed;
		const outcome = await world.time.run(world.calls(64));
		expect(kindsOf(outcome)).toEqual(['rejected']);
		expect(world.server.signed - before).toBe(2);
	});

	it('proves nothing where no request has passed before, whatever a server says', async () => {
		const world = simulate({
			counting: 'ignored',
			instead: ({ headers }) =>
				headers.authorization === undefined ? undefined : world.server.challenge(true),
		});
		const outcome = await world.time.run(world.calls(64));
		expect(kindsOf(outcome)).toEqual(['stale']);
		expect(world.server.signed).toBe(4);
	});
});

describe('Whatever servers do', () => {
	const CASES: Array<[string, Partial<ServerOptions>, number]> = [
		['nonces expire in mid-burst', { lifetimeMs: 700, saysStale: true }, 1.8],
		['nonces expire in mid-burst, without a word', { lifetimeMs: 700 }, 1.8],
		['every answer names the next nonce', { namesNext: true }, 1.65],
		[
			'one request in twenty is reset',
			{
				instead: (_request, nth) =>
					nth % 20 === 0 ? new HttpFailure('reset', 'reset') : undefined,
			},
			1.8,
		],
	];
	describe.each(CASES)('%s', (_what, options, most) => {
		it.each(
			[...SHARING, ...STRICT].flatMap((counting) => SEEDS.map((seed) => ({ counting, seed }))),
		)(
			'no call is done twice, none blames the password ($counting, $seed)',
			async ({ counting, seed }) => {
				const { calls, server, time } = simulate({ counting, travelMs: jitter(seed), ...options });
				const outcome = await time.run(calls(400));
				expect(kindsOf(outcome).filter((kind) => kind === 'rejected')).toEqual([]);
				expect([...server.done.values()].every((times) => times === 1)).toBe(true);
				expect(outcome.passed).toBe(server.done.size);
				if (!options.instead) expect(outcome.passed).toBe(400);
				expect(server.arrived.length).toBeLessThanOrEqual(400 * most);
			},
		);
	});
});

it('A nonce or a challenge that is lost costs one request and no pause, however often', async () => {
	const random = randomFrom(1);
	const { calls, server, time } = simulate({
		counting: 'increasing',
		instead: () => (random() < 0.3 ? new HttpFailure('reset', 'reset') : undefined),
	});
	const { passed, errors } = await time.run(calls(90, 1));
	expect(errors.length).toBeGreaterThan(20);
	expect(server.arrived.length).toBeLessThanOrEqual(90 + 1 + errors.length);
	expect(time.now()).toBe(200 * server.arrived.length);
	everyOnce(server, passed);
});

describe('A server that turns against everybody', () => {
	const after =
		(nth: number, answer: () => ReturnType<ReturnType<typeof simulate>['server']['challenge']>) =>
		(_request: unknown, arrived: number) => (arrived > nth ? answer() : undefined);

	it('and calls all nonces stale is asked by one call in 64, and no password is blamed', async () => {
		const world = simulate({
			counting: 'ignored',
			travelMs: jitter(),
			instead: after(150, () => world.server.challenge(true)),
		});
		const outcome = await world.time.run(world.calls(1_000));
		expect(kindsOf(outcome)).toEqual(['stale']);
		everyOnce(world.server, outcome.passed);
		expect(world.server.arrived.length).toBeLessThanOrEqual(150 + 64 * 5 + (850 / 64) * 5);
	});

	it('is believed to refuse the password once nothing passes any more', async () => {
		const world = simulate({
			counting: 'ignored',
			travelMs: jitter(),
			instead: after(150, () => world.server.challenge(false)),
		});
		const outcome = await world.time.run(world.calls(1_000));
		expect(outcome.errors.slice(64).every((e) => (e as DigestError).kind === 'rejected')).toBe(
			true,
		);
		everyOnce(world.server, outcome.passed);
		expect(world.server.arrived.length).toBeLessThanOrEqual(150 + 2 * 64 + 2);
	});

	it('with no challenge at all is no Digest server any more', async () => {
		const { calls, time } = simulate({
			counting: 'ignored',
			travelMs: jitter(),
			instead: after(150, () => ({ status: 401, headers: {}, body: '' })),
		});
		expect(kindsOf(await time.run(calls(300)))).toContain('notOffered');
	});
});

it('A nonce that expires in mid-burst is still shared, as its successors are', async () => {
	const { calls, server, time } = simulate({
		counting: 'window',
		lifetimeMs: 12_000,
		saysStale: true,
		travelMs: jitter(),
	});
	expect((await time.run(calls(6_500))).errors).toEqual([]);
	expect(time.now()).toBeGreaterThan(12_000);
	expect(server.refused).toBeGreaterThan(0);
	const before = server.arrived.length;
	await time.run(calls(64));
	const nonces = server.arrived
		.slice(before)
		.map(({ headers }) => /nonce="([^"]+)/.exec(headers.authorization ?? '')?.[1]);
	expect(new Set(nonces).size).toBeLessThanOrEqual(4);
});

describe('A server that changes', () => {
	it('its realm is followed, in mid-burst as well', async () => {
		let realm = 'old';
		const { calls, server, time } = simulate({
			counting: 'ignored',
			travelMs: jitter(),
			realm: () => realm,
		});
		void time.sleep(700).then(() => (realm = 'new'));
		expect(await time.run(calls(500))).toEqual({ passed: 500, errors: [] });
		everyOnce(server, 500);
		expect(server.arrived.length).toBeLessThanOrEqual(500 + 64 + 10);
	});

	it('by being started anew costs one request for each nonce that was in use', async () => {
		const { calls, server, time } = simulate({ counting: 'increasing', travelMs: jitter() });
		await time.run(calls(200));
		const before = server.arrived.length;
		server.restart();
		expect(await time.run(calls(200))).toEqual({ passed: 200, errors: [] });
		expect(server.arrived.length - before).toBeLessThanOrEqual(200 + 64);
	});

	it('is strict at some times only, which is found out when it is', async () => {
		const options: ServerOptions = { counting: 'ignored', travelMs: jitter() };
		const { calls, server, time } = simulate(options);
		const sometimes = async () => {
			for (;;) {
				await time.sleep(500);
				options.counting = options.counting === 'ignored' ? 'increasing' : 'ignored';
			}
		};
		void sometimes();
		expect(await time.run(calls(500))).toEqual({ passed: 500, errors: [] });
		everyOnce(server, 500);
		expect(server.arrived.length).toBeLessThanOrEqual(500 + 130);
	});

	it('and keeps a single nonce for all: some calls fail for now, none for the password', async () => {
		const { calls, server, time } = simulate({
			counting: 'ignored',
			oneNonce: true,
			saysStale: true,
			travelMs: jitter(),
		});
		const outcome = await time.run(calls(300));
		expect(kindsOf(outcome).filter((kind) => kind !== 'stale')).toEqual([]);
		everyOnce(server, outcome.passed);
	});

	it('does not recognise every second request: nothing is done twice', async () => {
		const random = randomFrom(3);
		const world = simulate({
			counting: 'ignored',
			travelMs: jitter(),
			instead: ({ headers }) =>
				headers.authorization !== undefined && random() < 0.5
					? world.server.challenge(true)
					: undefined,
		});
		const outcome = await world.time.run(world.calls(500));
		expect(kindsOf(outcome).filter((kind) => kind !== 'stale')).toEqual([]);
		everyOnce(world.server, outcome.passed);
		expect(outcome.passed).toBeGreaterThan(400);
	});
});
