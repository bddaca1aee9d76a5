import { inspect } from 'node:util';
import fc from 'fast-check';
import {
	DigestSessionPool,
	type DigestChallenge,
	type DigestSession,
} from '../../../minted/digest';

const origin = 'https://api.example';
const ada = { username: 'ada', password: 'correct horse' };
const challenge: DigestChallenge = {
	realm: 'r',
	nonce: 'n',
	hash: 'MD5',
	session: false,
	qop: 'auth',
	stale: false,
	utf8: false,
	userhash: false,
};

function pool(limits: { maxIdlePerKey?: number; maxKeys?: number; idleMs?: number } = {}) {
	const clock = { now: 0 };
	return { clock, pool: new DigestSessionPool({ ...limits, now: () => clock.now }) };
}

const open = (sessions: DigestSessionPool, at = origin, as = ada) =>
	sessions.open(at, as, challenge);

describe('DigestSessionPool', () => {
	it('has nothing to lease at first', () => {
		expect(pool().pool.lease(origin, ada)).toBeUndefined();
	});

	it('leases a released session, to one caller only', () => {
		const { pool: sessions } = pool();
		const session = open(sessions);
		expect(sessions.lease(origin, ada)).toBeUndefined();
		sessions.release(session);
		expect(sessions.lease(origin, ada)).toBe(session);
		expect(sessions.lease(origin, ada)).toBeUndefined();
	});

	it('does not lease a session twice because it was released twice', () => {
		const { pool: sessions } = pool();
		const session = open(sessions);
		sessions.release(session);
		sessions.release(session);
		expect(sessions.lease(origin, ada)).toBe(session);
		expect(sessions.lease(origin, ada)).toBeUndefined();
	});

	it('takes no session that it did not lease', () => {
		const { pool: sessions } = pool();
		sessions.release(open(pool().pool));
		expect(sessions.idleCount).toBe(0);
	});

	it('leases the most recently used session first', () => {
		const { pool: sessions } = pool();
		const [a, b, c] = [open(sessions), open(sessions), open(sessions)];
		for (const session of [b, c, a]) sessions.release(session);
		expect(sessions.lease(origin, ada)).toBe(a);
		expect(sessions.lease(origin, ada)).toBe(c);
		expect(sessions.lease(origin, ada)).toBe(b);
	});

	it('never leases a discarded session again', () => {
		const { pool: sessions } = pool();
		const session = open(sessions);
		sessions.discard(session);
		sessions.release(session);
		expect(sessions.lease(origin, ada)).toBeUndefined();
	});

	it.each([
		['another origin', 'https://other.example', ada],
		['another port', `${origin}:8443`, ada],
		['another user', origin, { ...ada, username: 'bob' }],
		['another password', origin, { ...ada, password: 'wrong' }],
		['the same characters, cut elsewhere', origin, { username: 'ad', password: 'acorrect horse' }],
	])('keeps apart %s', (_what, at, as) => {
		const { pool: sessions } = pool();
		sessions.release(open(sessions));
		expect(sessions.lease(at, as)).toBeUndefined();
		expect(sessions.lease(origin, ada)).toBeDefined();
	});

	describe('bounds', () => {
		it('keeps the newest idle sessions of a key', () => {
			const { pool: sessions } = pool({ maxIdlePerKey: 2 });
			const [a, b, c] = [open(sessions), open(sessions), open(sessions)];
			for (const session of [a, b, c]) sessions.release(session);
			expect(sessions.idleCount).toBe(2);
			expect(sessions.lease(origin, ada)).toBe(c);
			expect(sessions.lease(origin, ada)).toBe(b);
		});

		it('keeps the keys last used', () => {
			const { pool: sessions } = pool({ maxKeys: 2 });
			const use = (at: string) => sessions.release(sessions.lease(at, ada) ?? open(sessions, at));
			for (const at of ['https://a', 'https://b', 'https://a', 'https://c']) use(at);
			expect(sessions.lease('https://b', ada)).toBeUndefined();
			expect(sessions.lease('https://a', ada)).toBeDefined();
			expect(sessions.lease('https://c', ada)).toBeDefined();
		});

		it('forgets a session that was idle too long, and not a moment earlier', () => {
			const { pool: sessions, clock } = pool({ idleMs: 1000 });
			const session = open(sessions);
			sessions.release(session);
			clock.now = 1000;
			expect(sessions.lease(origin, ada)).toBe(session);
			sessions.release(session);
			clock.now = 2001;
			expect(sessions.lease(origin, ada)).toBeUndefined();
			expect(sessions.idleCount).toBe(0);
		});

		it('clears out what is past its time whenever something is released', () => {
			const { pool: sessions, clock } = pool({ idleMs: 1000 });
			const old = [open(sessions), open(sessions)];
			const other = open(sessions, 'https://other.example');
			const young = open(sessions);
			for (const session of [...old, other]) sessions.release(session);
			clock.now = 1001;
			sessions.release(young);
			expect(sessions.idleCount).toBe(1);
			expect(sessions.lease(origin, ada)).toBe(young);
		});
	});

	it('holds no password that could be printed', () => {
		const { pool: sessions } = pool();
		sessions.release(open(sessions));
		expect(inspect(sessions, { depth: null, showHidden: true })).not.toContain('correct horse');
	});

	it('whatever happens, leases no session to two at a time and keeps within its bounds', () => {
		const step = fc.record({
			action: fc.constantFrom('take', 'release', 'release twice', 'discard', 'wait'),
			which: fc.nat(9),
			origin: fc.constantFrom('https://a', 'https://b', 'https://c'),
		});
		fc.assert(
			fc.property(fc.array(step, { maxLength: 80 }), (steps) => {
				const { pool: sessions, clock } = pool({ maxIdlePerKey: 3, maxKeys: 2, idleMs: 50 });
				const held: DigestSession[] = [];
				for (const { action, which, origin: at } of steps) {
					if (action === 'wait') clock.now += which * 10;
					else if (action === 'take') {
						const session = sessions.lease(at, ada) ?? open(sessions, at);
						expect(held).not.toContain(session);
						held.push(session);
					} else {
						const [session] = held.splice(which % Math.max(held.length, 1), 1);
						if (!session) continue;
						if (action === 'discard') sessions.discard(session);
						else sessions.release(session);
						if (action === 'release twice') sessions.release(session);
					}
					expect(sessions.idleCount).toBeLessThanOrEqual(3 * 2);
				}
			}),
			{ numRuns: 300 },
		);
	});
});
