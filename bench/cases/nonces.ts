import type { MinutelyResult, NonceResult, RealContender } from '../results';
import type { Workbench } from '../workbench';
import { atFreshAddress } from './requests';

const MINUTES = 10;
const MINUTE_MS = 60_000;
const LIFETIMES_MS = [30_000, 300_000, 3_600_000];

/** One order read each minute, on a clock that is moved, by client and API alike. */
async function callsEachMinute(
	bench: Workbench,
	name: RealContender,
	nonceLifetimeMs: number,
): Promise<number> {
	const client = await bench.openClient(name);
	try {
		const where = { protocol: 'http', delayMs: 0, nonceLifetimeMs } as const;
		return await atFreshAddress(bench, name, where, async (url) => {
			for (let minute = 0; minute < MINUTES; minute++) {
				const { right, error } = await client.call('run', url, 1);
				if (right !== 1) throw new Error(`${name} got no order in minute ${minute}: ${error}`);
				await client.call('advance', MINUTE_MS);
				await bench.server.call('advance', url, MINUTE_MS);
			}
			return (await bench.server.call('traffic', url)).requests;
		});
	} finally {
		await client.end();
	}
}

export async function measureMinutely(bench: Workbench): Promise<MinutelyResult[]> {
	return await bench.progress.step(`One call a minute for ${MINUTES} minutes`, async () => {
		const results: MinutelyResult[] = [];
		for (const nonceLifetimeMs of LIFETIMES_MS) {
			const mintedConnect = await callsEachMinute(bench, 'mintedConnect', nonceLifetimeMs);
			const httpRequest = await callsEachMinute(bench, 'httpRequest', nonceLifetimeMs);
			const requests = { mintedConnect, httpRequest };
			results.push({ minutes: MINUTES, nonceLifetimeMs, requests });
		}
		return results;
	});
}

const SIZES = [100, 1_000];
/** Requests overtake each other by so much: a server that wants them in order refuses some. */
const DISORDER = { delayMs: 50, jitterMs: 40 };
const GUARDS = { shared: 'shared', inOrder: 'strict' } as const;

/** How many requests a read costs, where a nonce's requests may come in any order and where not. */
export async function measureNonces(bench: Workbench): Promise<NonceResult[]> {
	return await bench.progress.step('Nonces, shared and in order', async () => {
		const results: NonceResult[] = [];
		for (const server of ['shared', 'inOrder'] as const) {
			for (const items of SIZES) {
				const client = await bench.openClient('mintedConnect');
				const where = { protocol: 'http', guard: GUARDS[server], ...DISORDER } as const;
				const requests = await atFreshAddress(bench, 'mintedConnect', where, async (url) => {
					const { right, error } = await client.call('run', url, items);
					if (right < items) throw new Error(`${items - right} of ${items} lost: ${error}`);
					return (await bench.server.call('traffic', url)).requests;
				});
				await client.end();
				results.push({ items, server, requests });
			}
		}
		return results;
	});
}
