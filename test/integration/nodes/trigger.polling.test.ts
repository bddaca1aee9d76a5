import type { INodeParameters } from 'n8n-workflow';
import { turkishDay } from '../../../minted/orders/poll';
import { createPoller, openShop } from '../../support/inProcess';

/** One test buys 95 orders, which takes long where much else is at work. */
jest.setTimeout(120_000);

/** Dates matter here: the node asks by its own clock, so the sandbox must live today. */
const shop = openShop({ startAt: new Date().toISOString() });

const poller = (parameters: INodeParameters = {}) =>
	createPoller({ sandbox: shop.sandbox, parameters });

const buy = async (...externalIds: string[]) => {
	await shop.run(
		{
			resource: 'order',
			operation: 'buy',
			account: 'partner',
			amount: 0.1,
			externalId: '={{ $json.id }}',
		},
		{ items: externalIds.map((id) => ({ id })) },
	);
};
const names = (rows: Array<Record<string, unknown>>) =>
	rows.map(({ external_id, change, previous_status_name, status_name }) => [
		external_id,
		change,
		previous_status_name,
		status_name,
	]);

it('emits nothing at first: what is there was there before', async () => {
	await buy('a-1', 'a-2');
	const { poll } = poller();
	expect(await poll()).toEqual([]);
	expect(await poll()).toEqual([]);
});

it('emits each new order once, with a key to tell repeats by', async () => {
	const { poll } = poller();
	await poll();
	await buy('a-1', 'a-2');
	const rows = await poll();
	expect(names(rows)).toEqual(
		expect.arrayContaining([
			['a-1', 'new', null, 'Created'],
			['a-2', 'new', null, 'Created'],
		]),
	);
	expect(rows[0]?.dedupKey).toBe(`${String(rows[0]?.guid)}:Created`);
	expect(await poll()).toEqual([]);
});

it('emits a change of status with the status before', async () => {
	await buy('a-1');
	const { poll } = poller();
	await poll();
	shop.sandbox.moveOrder('a-1', 'Completed');
	expect(names(await poll())).toEqual([['a-1', 'status', 'Created', 'Completed']]);
	expect(await poll()).toEqual([]);
});

it('catches up over many pages, although all orders share a minute', async () => {
	const { poll } = poller();
	await poll();
	const ids = Array.from({ length: 95 }, (_, index) => `many-${index}`);
	await buy(...ids);
	const rows = await poll();
	expect(rows.map(({ external_id }) => external_id).sort()).toEqual([...ids].sort());
});

it('tells a change once where the next poll begins before the last has ended', async () => {
	const { poll } = poller();
	await poll();
	await buy('a-1', 'a-2');
	shop.sandbox.faults.add({
		kind: 'latency',
		delayMs: 300,
		match: { operationId: 'getOrders' },
	});
	const first = poll();
	// The editor shows what there is all the same.
	expect(await poll('manual')).toHaveLength(2);
	const rows = (await Promise.all([first, poll(), poll()])).flat();
	expect(rows.map(({ external_id }) => external_id).sort()).toEqual(['a-1', 'a-2']);
	shop.sandbox.moveOrder('a-1', 'Completed');
	expect(names(await poll())).toEqual([['a-1', 'status', 'Created', 'Completed']]);
});

it('polls again after a poll that failed', async () => {
	const { poll } = poller();
	shop.sandbox.faults.add({ kind: '500Before', match: { operationId: 'getOrders' } });
	await expect(poll()).rejects.toMatchObject({ message: 'Minted has a problem of its own' });
	await poll();
	await buy('a-1');
	expect(names(await poll())).toEqual([['a-1', 'new', null, 'Created']]);
});

it('loses nothing when a poll fails', async () => {
	const { poll, memory } = poller();
	await poll();
	await buy('a-1');
	const before = JSON.stringify(memory());
	shop.sandbox.faults.add({ kind: '500Before', match: { operationId: 'getOrders' } });
	await expect(poll()).rejects.toMatchObject({ message: 'Minted has a problem of its own' });
	expect(JSON.stringify(memory())).toBe(before);
	expect(names(await poll())).toEqual([['a-1', 'new', null, 'Created']]);
});

it('remembers nothing of a list that it could read only in part', async () => {
	const { poll, memory } = poller();
	await poll();
	const ids = Array.from({ length: 40 }, (_, index) => `half-${index}`);
	await buy(...ids);
	const before = JSON.stringify(memory());
	shop.sandbox.faults.add({ kind: '500Before', match: { operationId: 'getOrders' }, skip: 1 });
	await expect(poll()).rejects.toMatchObject({ message: 'Minted has a problem of its own' });
	expect(JSON.stringify(memory())).toBe(before);
	expect((await poll()).map(({ external_id }) => external_id).sort()).toEqual([...ids].sort());
});

it.each([
	[2, 5, 7],
	[0, 5, 5],
])(
	'reads again %d days before the last poll, which was %d days ago',
	async (lookBackDays, daysAgo, from) => {
		const { poll, memory } = poller({ options: { lookBackDays } });
		await poll();
		const day = (ago: number) => turkishDay(Date.now() - ago * 86_400_000);
		(memory().state as { polledOn: string }).polledOn = day(daysAgo);
		await buy('a-1');
		expect(names(await poll())).toEqual([['a-1', 'new', null, 'Created']]);
		const { url } = shop.sandbox.requests().at(-1)!;
		const query = new URL(url, shop.sandbox.url).searchParams;
		expect(query.get('startDate')).toBe(day(from));
		expect(query.get('endDate')).toBe(day(0));
		expect((memory().state as { polledOn: string }).polledOn).toBe(day(0));
	},
);

it('shows the latest orders in the editor, and remembers nothing of it', async () => {
	await buy('a-1', 'a-2', 'a-3', 'a-4');
	const { poll, memory } = poller();
	expect(await poll('manual')).toHaveLength(3);
	expect(memory()).toEqual({});
});

it('emits only what is wanted', async () => {
	const sells = poller({ orderTypes: ['Sell'] });
	const completed = poller({ statuses: ['Completed'] });
	const onlyNew = poller({ options: { onlyNew: true } });
	for (const { poll } of [sells, completed, onlyNew]) await poll();
	await buy('a-1');
	expect(await sells.poll()).toEqual([]);
	expect(await completed.poll()).toEqual([]);
	expect(await onlyNew.poll()).toHaveLength(1);
	shop.sandbox.moveOrder('a-1', 'Completed');
	expect(await completed.poll()).toHaveLength(1);
	expect(await onlyNew.poll()).toEqual([]);
});

it('returns all fields without Simplify', async () => {
	const { poll } = poller({ simplify: false });
	await poll();
	await buy('a-1');
	expect((await poll())[0]).toMatchObject({ items: [{ sku: 'GAU' }], change: 'new' });
});

it('reads the list at another path, where Minted gives one, and says so when it is wrong', async () => {
	const { poll } = poller({ options: { endpointPath: '/partner/elsewhere' } });
	await expect(poll()).rejects.toMatchObject({
		description: expect.stringContaining('enter it under Options > Endpoint Path'),
	});
});
