/** Somebody clicks Execute step where an order would be real, without an ID of its own. */
import type { INodeParameters, NodeExecutionHint } from 'n8n-workflow';
import type { Connection } from '../../../nodes/shared/client';
import { DELIVERY } from '../../support/forms';
import { byId, openShop, type RunResult } from '../../support/inProcess';

let isReal = true;
jest.mock('../../../minted/client/connection', () => ({
	...jest.requireActual<object>('../../../minted/client/connection'),
	isForReal: (_settings: Connection['settings']) => isReal,
}));

const shop = openShop();
beforeEach(() => {
	isReal = true;
});

const customer = { customerId: byId('MTD-DEMO-1') };
const MOVEMENTS: Array<[string, INodeParameters]> = [
	['Buy', { resource: 'order', operation: 'buy', amount: 0.1, ...customer }],
	['Sell', { resource: 'order', operation: 'sell', amount: 0.1, ...customer }],
	['Delivery > Create', { ...DELIVERY, externalId: '' }],
	[
		'Update Customer Cash',
		{ resource: 'balance', operation: 'updateCustomerCash', cashAmount: 250, ...customer },
	],
];
const MOVING = ['buyDigital', 'sellDigital', 'deliveryCreate', 'updateCustomerCashBalance'];

const moved = ({ requests }: RunResult) =>
	Object.keys(requests.byOperation).filter((id) => MOVING.includes(id));

const hintsOf = ({ run }: RunResult): string[] =>
	(run.data.resultData.runData['Minted Connect'] ?? []).flatMap(({ hints = [] }) =>
		hints.map(({ message }: NodeExecutionHint) => message),
	);

describe.each(MOVEMENTS)('%s', (_name, form) => {
	it('only previews, and says so beside the output and in it', async () => {
		const result = await shop.run(form, { mode: 'manual' });
		expect(result.json).toEqual([
			expect.objectContaining({
				outcome: 'preview',
				note: expect.stringMatching(/^Nothing was ordered: without an External .* ID/),
			}),
		]);
		expect(hintsOf(result)).toEqual([result.json[0]?.note]);
		expect(moved(result)).toEqual([]);
	});

	it('is carried out with an ID, and without one where the workflow is published', async () => {
		const byHand = await shop.run({ ...form, externalId: 'mine-1' }, { mode: 'manual' });
		const published = await shop.run({ ...form, externalId: '' }, { mode: 'trigger' });
		expect([byHand, published].map(({ json }) => json[0]?.outcome)).toEqual(['placed', 'placed']);
	});

	it('is carried out by hand where nothing is real', async () => {
		isReal = false;
		const result = await shop.run(form, { mode: 'manual' });
		expect(result.json[0]).toMatchObject({ outcome: 'placed' });
		expect(result.json[0]).not.toHaveProperty('note');
	});

	it('warns of rows without IDs of their own, and of no others', async () => {
		const rows = { items: [{ id: 'row-1' }, { id: 'row-2' }], mode: 'trigger' as const };
		const without = await shop.run({ ...form, externalId: '' }, rows);
		expect(hintsOf(without)).toEqual([expect.stringMatching(/^These 2 items have no External/)]);
		const mapped = await shop.run({ ...form, externalId: '={{ $json.id }}' }, rows);
		expect(hintsOf(mapped)).toEqual([]);
	});
});
