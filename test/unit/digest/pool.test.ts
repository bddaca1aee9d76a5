import { inspect } from 'node:util';
import type { DigestCredentials } from '../../../minted/digest/answer';
import { randomFrom, RIGHT, simulate } from '../../support/digest/simulation';

const HOUR = 3_600_000;

/** A server that lets everybody in, and how many challenges it was asked for. */
function scene() {
	const world = simulate({ counting: 'ignored' });
	const call = async (url: string, credentials: DigestCredentials = RIGHT) =>
		await world.time.run(world.call({ url }, { credentials }));
	return { ...world, call };
}

describe('The nonces of a process', () => {
	it('serve the next call, too', async () => {
		const { call, server } = scene();
		await call('https://a/1');
		await call('https://a/2');
		expect(server.unsigned).toBe(1);
	});

	it.each([
		['another origin', 'https://b', RIGHT],
		['another port', 'https://a:8443', RIGHT],
		['another password', 'https://a', { ...RIGHT, password: 'other' }],
		['another user', 'https://a', { ...RIGHT, username: 'bob' }],
		['the same characters, cut elsewhere', 'https://a', { username: 'adar', password: 'ight' }],
	])('are not for %s', async (_what, url, credentials) => {
		const { call, server } = scene();
		await call('https://a');
		await call(url, credentials).catch(() => undefined);
		expect(server.unsigned).toBe(2);
	});

	it('are of the same user for equal credentials in another object', async () => {
		const { call, server } = scene();
		await call('https://a');
		await call('https://a', { ...RIGHT });
		expect(server.unsigned).toBe(1);
	});

	it('are forgotten for the user or origin longest unused, from the 65th on', async () => {
		const { call, server, pool } = scene();
		for (let host = 0; host < 64; host++) await call(`https://host-${host}`);
		await call('https://host-0');
		await call('https://one-more');
		expect(pool.nonceCount).toBe(64);
		const before = server.unsigned;
		await call('https://host-0');
		expect(server.unsigned).toBe(before);
		await call('https://host-1');
		expect(server.unsigned).toBe(before + 1);
	});

	it('are tried after a pause of four hours, not after a longer one', async () => {
		const { call, server, time } = scene();
		await call('https://a');
		await time.pass(4 * HOUR - 1000);
		await call('https://a');
		expect(server.unsigned).toBe(1);
		await time.pass(4 * HOUR + 1000);
		await call('https://a');
		expect(server.unsigned).toBe(2);
	});

	it('are 256 at most for each user and origin, however many calls wait', async () => {
		const random = randomFrom(1);
		const travelMs = () => 20 + 100 * random();
		const { calls, time, pool } = simulate({ counting: 'increasing', travelMs });
		await time.run(calls(5_000, 1_000));
		expect(pool.nonceCount).toBe(256);
	});

	it('hold no password that could be printed', async () => {
		const { call, pool } = scene();
		await call('https://a', { username: 'ada', password: 'right' });
		expect(inspect(pool, { depth: null, showHidden: true })).not.toContain('right');
	});
});
