/** API Call > Check Endpoints against APIs of other manners: finds what is elsewhere, moves nothing. */
import type { IDataObject } from 'n8n-workflow';
import { endpoints, type EndpointId } from '../../../minted/generated/endpoints';
import { startSandbox, type Sandbox } from '../../../sandbox';
import type { Manners } from '../../../sandbox/dialect/manners';
import { DIALECT_NAMES, type DialectName } from '../../../sandbox/dialect/presets';
import { runNode, type RunResult } from '../../support/inProcess';

const IDS = Object.keys(endpoints) as EndpointId[];
/** They are asked first. */
const DOCUMENTED_READS = IDS.filter(
	(id) => endpoints[id].method === 'GET' && endpoints[id].certainty === 'documented',
).length;
const CHECK = { resource: 'api', operation: 'checkEndpoints', options: { retrySeconds: 0 } };
const SIGNED = { ...CHECK, signedReads: true, readCustomerId: 'MTD-DEMO-1', readOrderId: 'o-1' };
const BUY = { resource: 'order', operation: 'buy', account: 'partner', amount: 0.1 };

type Row = IDataObject & { endpoint: EndpointId; result: string };

let sandbox: Sandbox;
beforeAll(async () => {
	sandbox = await startSandbox({ seed: 3, startAt: '2026-11-02T09:00:00Z', frozen: true });
	await runNode({ sandbox, parameters: { ...BUY, externalId: 'o-1' } });
});
afterAll(async () => await sandbox.close());
beforeEach(() => sandbox.speak([]));

/** One check; whatever it found, the books are the same before and after. */
async function check(
	parameters: IDataObject = CHECK,
	endpointPaths: Partial<Record<EndpointId, string>> = {},
): Promise<RunResult & { rows: Row[]; sent: ReturnType<Sandbox['requests']> }> {
	const before = JSON.stringify(sandbox.state());
	sandbox.resetCounters();
	const result = await runNode({
		sandbox,
		parameters: parameters as typeof CHECK,
		credential: { endpointPaths: JSON.stringify(endpointPaths) },
	});
	expect(result.error).toBeUndefined();
	expect(JSON.stringify(sandbox.state())).toBe(before);
	const sent = sandbox.requests();
	for (const request of sent) {
		expect(request.bodyBytes).toBe(0);
		if (request.authorization !== 'unsigned') expect(request.method).toBe('GET');
	}
	return { ...result, rows: result.json as Row[], sent };
}

const resultsOf = (rows: Row[]) =>
	Object.fromEntries(rows.map(({ endpoint, result }) => [endpoint, result]));
const rowOf = (rows: Row[], id: EndpointId) => rows.find(({ endpoint }) => endpoint === id)!;
/** Of the endpoints that were read. */
const differencesOf = (rows: Row[]) =>
	Object.fromEntries(
		rows.flatMap(({ endpoint, signed_read }) => {
			const read = signed_read as { status: number; differences: unknown[] } | null;
			return read?.status === 200 ? [[endpoint, read.differences]] : [];
		}),
	);
const all = (result: string) => Object.fromEntries(IDS.map((id) => [id, result]));
const speak = (manners: Partial<Manners>, ...names: DialectName[]) => {
	sandbox.speak(names);
	sandbox.setManners(manners);
};

describe('An API that answers unknown paths without asking who it is', () => {
	it('has every endpoint of the contract, which takes no signature to see', async () => {
		speak({ openRouting: true });
		const { rows, sent } = await check();
		expect(resultsOf(rows)).toEqual(all('there'));
		expect(rowOf(rows, 'getOrders')).toEqual({
			endpoint: 'getOrders',
			method: 'GET',
			path: '/partner/orders',
			certainty: 'likely',
			result: 'there',
			status: 401,
			based_on: 'It asks to sign in; a made-up path beside it is not known.',
			what_to_do: 'Nothing: the path is right.',
			entry: '',
			signed_read: null,
		});
		expect(new Set(sent.map(({ authorization }) => authorization))).toEqual(new Set(['unsigned']));
		expect(sent.length).toBeLessThanOrEqual(2 * IDS.length);
	});

	it.each(IDS)('%s elsewhere is found, and found again under its entry', async (id) => {
		const path = `/elsewhere${endpoints[id].path}`;
		speak({ openRouting: true, paths: { [id]: path } });
		const { rows } = await check();
		const { result, entry, what_to_do, status } = rowOf(rows, id);
		expect(['not_there', 'other_method']).toContain(result);
		expect([404, 405]).toContain(status);
		expect(entry).toBe(JSON.stringify({ [id]: endpoints[id].path }));
		expect(what_to_do).toContain(`Ask Minted for the path of "${endpoints[id].title}", then put`);
		expect(resultsOf(rows)).toEqual({ ...all('there'), [id]: result });
		expect(resultsOf((await check(CHECK, { [id]: path })).rows)).toEqual(all('there'));
	});

	it('shows what is left to be done first, and the result beside the name', async () => {
		const elsewhere: EndpointId[] = ['getOrders', 'partnerLegal'];
		const paths = Object.fromEntries(
			elsewhere.map((id) => [id, `/elsewhere${endpoints[id].path}`]),
		);
		speak({ openRouting: true, paths });
		const { rows } = await check();
		expect(
			rows
				.slice(0, 2)
				.map(({ endpoint }) => endpoint)
				.sort(),
		).toEqual(elsewhere);
		expect(rows.slice(2).every(({ result }) => result === 'there')).toBe(true);
		expect(Object.keys(rows[0]!).slice(0, 2)).toEqual(['endpoint', 'result']);
	});

	it('tells an entry that is wrong from a path that is', async () => {
		speak({ openRouting: true });
		const { rows } = await check(CHECK, { getOrders: '/partner/nowhere' });
		expect(rowOf(rows, 'getOrders')).toMatchObject({
			result: 'not_there',
			path: '/partner/nowhere',
			what_to_do: expect.stringContaining('correct the entry "getOrders"'),
		});
	});

	it('is asked once, however many items come in', async () => {
		speak({ openRouting: true });
		const items = [{ a: 1 }, { a: 2 }, { a: 3 }];
		sandbox.resetCounters();
		const { json } = await runNode({ sandbox, parameters: CHECK, items });
		expect(json).toHaveLength(IDS.length);
		expect(sandbox.counters().requests).toBeLessThanOrEqual(2 * IDS.length);
	});
});

describe('An API that wants a signature for whatever path', () => {
	it('does not tell, and no endpoint that writes is asked for', async () => {
		const { rows, sent } = await check();
		expect(resultsOf(rows)).toEqual(all('cannot_tell'));
		expect(rowOf(rows, 'buyDigital').based_on).toContain('made-up path beside it is answered');
		const written = sent.filter(({ method, operationId }) => method !== 'GET' && operationId);
		expect(written).toEqual([]);
	});

	it('tells to signed reads what can be read', async () => {
		const moved = { getOrders: '/partner/v2/orders', getPartnerBalance: '/partner/v2/balance' };
		speak({ paths: moved });
		const { rows } = await check(SIGNED);
		for (const { endpoint, method, result } of rows) {
			const expected = method !== 'GET' ? 'cannot_tell' : endpoint in moved ? 'not_there' : 'there';
			expect([endpoint, result]).toEqual([endpoint, expected]);
		}
		expect(rowOf(rows, 'getOrders').based_on).toContain('as one of a made-up path');
	});
});

describe.each(DIALECT_NAMES)('In the manner %s', (dialect) => {
	const moved = IDS.filter((id) => endpoints[id].certainty !== 'documented');
	let usual: Record<string, unknown[] | undefined>;
	beforeAll(async () => {
		sandbox.speak([]);
		usual = differencesOf((await check(SIGNED)).rows);
	});

	it('the check tells what is there, unsigned', async () => {
		speak({ openRouting: true }, dialect);
		const { rows } = await check();
		const elsewhere = dialect === 'movedPaths' ? moved : [];
		for (const { endpoint, result } of rows) {
			const expected = elsewhere.includes(endpoint) ? /^(not_there|other_method)$/ : /^there$/;
			expect(result).toMatch(expected);
		}
	});

	it('the check reads with GET only, and tells names and types but no value', async () => {
		speak({}, dialect);
		const { rows, run } = await check(SIGNED);
		expect(rows).toHaveLength(IDS.length);
		const output = JSON.stringify(run.data.resultData.runData['Minted Connect']?.[0]?.data);
		for (const value of [
			'Ada',
			'MTD-DEMO',
			'ada@',
			'+905',
			'10000000146',
			'o-1"',
			sandbox.password,
		]) {
			expect(output).not.toContain(value);
		}
		const shapes: DialectName[] = ['renamedFields', 'listsAsObjects', 'numbersAsStrings'];
		const told = differencesOf(rows);
		if (shapes.includes(dialect)) expect(Object.values(told).flat().length).toBeGreaterThan(10);
		else for (const id of Object.keys(told)) expect([id, told[id]]).toEqual([id, usual[id] ?? []]);
	});
});

describe('A shape that differs', () => {
	it('is told by field, expected and found', async () => {
		speak({ renamedFields: { guid: 'uuid', 'orderStatuses.name': 'title' }, numbers: 'string' });
		const { rows } = await check(SIGNED);
		const { differences, not_seen } = rowOf(rows, 'orderStatuses').signed_read as IDataObject;
		expect(differences).toEqual([
			{ field: 'data[].id', expected: 'number', found: 'string' },
			{ field: 'data[].title', expected: 'nothing', found: 'string' },
			{ field: 'data[].name', expected: 'string', found: 'nothing' },
		]);
		expect(not_seen).toEqual([]);
	});
});

describe('What keeps the check from running is a clear error', () => {
	it('an API that cannot be reached', async () => {
		const { error } = await runNode({
			sandbox,
			parameters: CHECK,
			credential: { baseUrl: 'http://127.0.0.1:9' },
		});
		expect(error?.message).toBe('Minted cannot be reached');
	});

	it('an API that is busy', async () => {
		sandbox.faults.add({ kind: '503Before', beforeAuth: true, times: 500 });
		const { error } = await runNode({ sandbox, parameters: CHECK });
		expect(error?.message).toBe('Minted has a problem of its own');
		sandbox.faults.clear();
	});

	it('a wrong password, which only a signed read can notice', async () => {
		const credential = { password: 'wrong' };
		expect((await runNode({ sandbox, parameters: CHECK, credential })).error).toBeUndefined();
		const { error, requests } = await runNode({ sandbox, parameters: SIGNED, credential });
		expect(error?.message).toBe('Minted refused the user name or password');
		expect(requests.rejected401).toBe(1);
	});

	it('an entry that is none, by its name', async () => {
		const { error, requests } = await runNode({
			sandbox,
			parameters: CHECK,
			credential: { endpointPaths: '{"getOrder":"/partner/order"}' },
		});
		expect(error?.message).toContain('The endpoint path of "getOrder" cannot be used');
		expect(requests.requests).toBe(0);
	});
});

it('Stop ends it: nothing more is asked', async () => {
	sandbox.faults.add({ kind: 'hangBefore', beforeAuth: true, delayMs: 500, times: 500 });
	const controller = new AbortController();
	sandbox.resetCounters();
	const running = runNode({ sandbox, parameters: CHECK, signal: controller.signal });
	setTimeout(() => controller.abort(), 100);
	const { error } = await running;
	expect(error?.message).toBe('The execution was stopped');
	expect(sandbox.counters().requests).toBeLessThanOrEqual(DOCUMENTED_READS);
	sandbox.faults.clear();
});
