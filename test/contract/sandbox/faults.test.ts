import type { Sandbox } from '../../../sandbox';
import { startSandbox } from '../../../sandbox';
import type { FaultKind } from '../../../sandbox/faults';
import { FAULT_KINDS } from '../../../sandbox/faults';
import type { Reply } from './support/client';
import { BUY, Partner, send } from './support/client';

/** What a client sees: `reset` for a broken connection. */
const SEEN: Record<FaultKind, (reply: Reply | 'reset') => void> = {
	resetBefore: (reply) => expect(reply).toBe('reset'),
	resetAfter: (reply) => expect(reply).toBe('reset'),
	hangBefore: (reply) => expect(reply).toBe('reset'),
	hangAfter: (reply) => expect(reply).toBe('reset'),
	cutBodyAfter: (reply) => expect(reply).toBe('reset'),
	'500Before': isHtml(500),
	'500After': isHtml(500),
	'502Before': isHtml(502),
	'502After': isHtml(502),
	'503Before': isHtml(503),
	'503After': isHtml(503),
	'504Before': isHtml(504),
	'504After': isHtml(504),
	htmlBefore: isHtml(200),
	htmlAfter: isHtml(200),
	truncatedJsonAfter: (reply) => {
		expect(reply).toMatchObject({ status: 200, json: undefined });
		expect((reply as Reply).headers['content-type']).toContain('application/json');
	},
	rateLimited: (reply) => {
		expect(reply).toMatchObject({ status: 429, json: { success: false, code: 429 } });
		expect((reply as Reply).headers['retry-after']).toBe('1');
	},
	staleNonce: (reply) => {
		expect((reply as Reply).status).toBe(401);
		expect((reply as Reply).headers['www-authenticate']).toContain('stale=true');
	},
	priceTokenExpired: (reply) => expect(reply).toMatchObject({ status: 422, json: { code: 4221 } }),
	latency: (reply) => expect(reply).toMatchObject({ status: 200 }),
};

function isHtml(status: number): (reply: Reply | 'reset') => void {
	return (reply) => {
		expect(reply).toMatchObject({ status, json: undefined });
		expect((reply as Reply).headers['content-type']).toContain('text/html');
	};
}

describe('faults of the sandbox', () => {
	let sandbox: Sandbox;
	let partner: Partner;

	beforeAll(async () => {
		sandbox = await startSandbox({ seed: 1, behaviour: { stepMs: null } });
	});
	beforeEach(() => {
		sandbox.reset();
		partner = new Partner(sandbox);
	});
	afterAll(() => sandbox.close());

	/** Without the support client's own answer to a stale nonce. */
	const tryToBuy = async (): Promise<Reply | 'reset'> => {
		const body = await partner.purchase();
		try {
			return await partner.callOnce('POST', BUY, body);
		} catch {
			return 'reset';
		}
	};

	test.each(FAULT_KINDS)(
		'%s looks as it should, and commits only where it says so',
		async (kind) => {
			sandbox.faults.add({ kind, match: { operationId: 'buyDigital' }, delayMs: 10 });
			SEEN[kind](await tryToBuy());
			const committed = kind.endsWith('After') || kind === 'latency';
			expect(sandbox.orders()).toHaveLength(committed ? 1 : 0);
			expect(sandbox.faults.struck()).toEqual({ [kind]: 1 });
			expect(sandbox.requests().at(-1)?.fault).toBe(kind);
			expect(sandbox.faults.pending()).toEqual([]);
		},
	);

	test('strike as often as told, after as many as told', async () => {
		sandbox.faults.add({ kind: '503Before', match: { method: 'get' }, skip: 1, times: 2 });
		const statuses = [];
		for (let i = 0; i < 4; i++) {
			statuses.push((await partner.call('GET', '/partner/balance')).status);
		}
		expect(statuses).toEqual([200, 503, 503, 200]);
	});

	test('leave requests alone that do not match', async () => {
		sandbox.faults.add({ kind: '500Before', match: { pathPrefix: '/partner/order/' } });
		expect((await partner.call('GET', '/partner/balance')).status).toBe(200);
		expect((await partner.call('GET', '/partner/order/NONE')).status).toBe(500);
	});

	test('wait for a signed request, unless they stand before authentication', async () => {
		sandbox.faults.add({ kind: '502Before' });
		const unsigned = await send(`${sandbox.url}/partner/balance`);
		sandbox.faults.add({ kind: '504Before', beforeAuth: true });
		const blocked = await send(`${sandbox.url}/partner/balance`);
		expect([unsigned.status, blocked.status]).toEqual([401, 504]);
		expect(() => sandbox.faults.add({ kind: '504After', beforeAuth: true })).toThrow(RangeError);
	});

	test('a nonce that was made stale stays so', async () => {
		await partner.callOnce('GET', '/partner/balance');
		sandbox.faults.add({ kind: 'staleNonce' });
		const statuses = [];
		for (let i = 0; i < 2; i++) {
			const { headers } = await partner.callOnce('GET', '/partner/balance');
			statuses.push(headers['www-authenticate']);
		}
		expect(statuses).toEqual(Array(2).fill(expect.stringContaining('stale=true')));
	});

	test('503 and 429 say when to come back', async () => {
		for (const kind of ['503Before', 'rateLimited'] as const) {
			sandbox.faults.add({ kind, retryAfterSeconds: 7 });
			const reply = await partner.call('GET', '/partner/balance');
			expect(reply.headers['retry-after']).toBe('7');
		}
	});

	test('a plan draws the same faults for the same seed', async () => {
		const kinds: FaultKind[] = ['500Before', '502After', '503Before'];
		const draw = async (seed: number): Promise<number[]> => {
			sandbox.faults.clear();
			sandbox.faults.setPlan({ seed, rate: 0.5, kinds });
			const statuses = [];
			for (let i = 0; i < 20; i++) {
				statuses.push((await partner.call('GET', '/partner/balance')).status);
			}
			return statuses;
		};
		const first = await draw(1);
		expect(new Set(first)).toEqual(new Set([200, 500, 502, 503]));
		expect(await draw(1)).toEqual(first);
		expect(await draw(2)).not.toEqual(first);
	});

	test('closing does not wait for a hanging request', async () => {
		const other = await startSandbox();
		other.faults.add({ kind: 'hangBefore', beforeAuth: true, delayMs: 600_000 });
		const hanging = send(`${other.url}/partner/balance`).catch(() => 'reset');
		while (other.requests().length === 0) await new Promise((resolve) => setImmediate(resolve));
		await other.close();
		expect(await hanging).toBe('reset');
	});
});
