/** Whose data a list has: one customer's, or everybody's only where nobody was asked for. */
import type { INodeParameters } from 'n8n-workflow';

import { SHOP_NODE } from '../../../harness/package';
import { openShop } from '../../support/inProcess';
import { toolTypeOf } from '../../support/agents/tools';

const shop = openShop();

const LISTS: INodeParameters[] = [
	{ resource: 'order', operation: 'getMany' },
	{ resource: 'balance', operation: 'getStats' },
	{ resource: 'wallet', operation: 'getBalance' },
	{ resource: 'walletOrder', operation: 'getMany' },
];

const run = async (list: INodeParameters, customerId: string, item = {}) =>
	await shop.run(
		{ ...list, filters: { customerId } },
		{
			items: [item],
			...(toolTypeOf(list).startsWith(SHOP_NODE) ? { nodeType: SHOP_NODE } : {}),
		},
	);

it('The filter Order ID of walletOrder > getMany lists nothing where its expression brings nothing', async () => {
	const { json, error, requests } = await shop.run(
		{ resource: 'walletOrder', operation: 'getMany', filters: { orderId: '={{ $json.id }}' } },
		{ items: [{}], nodeType: SHOP_NODE },
	);
	expect(json).toEqual([]);
	expect(error?.message).toContain('The expression of Order ID brings no ID');
	expect(requests.byOperation).toEqual({});
});

describe.each(LISTS)('The filter Customer ID of $resource > $operation', (list) => {
	it.each(['={{ $json.id }}', '={{ $json.id }}{{ $json.more }}', '=C-{{ $json.id }}'])(
		'lists nobody where an expression brings nothing: %s',
		async (written) => {
			const { json, error, requests } = await run(list, written);
			expect(json).toEqual([]);
			expect(error?.message).toContain('The expression of Customer ID brings no ID');
			expect(error?.description).toContain('the data of all customers');
			expect(requests.byOperation).toEqual({});
		},
	);

	it('means all where it is left empty', async () => {
		const { error } = await run(list, '');
		expect(error).toBeUndefined();
	});

	it('takes what an expression brings', async () => {
		const { error } = await run(list, '={{ $json.id }}', { id: 'MTD-DEMO-1' });
		expect(error).toBeUndefined();
	});
});
