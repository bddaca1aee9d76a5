import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { IDataObject } from 'n8n-workflow';
import type { Order } from '../../../minted/model';
import { MintedConnectTrigger } from '../../../nodes/MintedConnectTrigger/MintedConnectTrigger.node';
import { orderItem } from '../../../nodes/shared/orderItem';

describe('The sample order of docs/examples.md', () => {
	const page = readFileSync(join(__dirname, '..', '..', '..', 'docs', 'examples.md'), 'utf8');
	const [, json = ''] = /## A sample order[^]*?```json([^]*?)```/.exec(page) ?? [];
	const items = JSON.parse(json) as IDataObject[];

	it('is what the trigger puts out for such an order', () => {
		const order = {
			guid: '00000000-0000-4000-8000-000000000000',
			...{ order_code: 'SAMPLE', external_id: 'SAMPLE-ORDER' },
			...{ type: 'Buy', status_name: 'Completed', total: 288.97, currency_code: 'TRY' },
			order_at: '15-01-2026 12:00',
			items: [{ sku: 'GAU', amount: 0.1, price: 2889.71, total: 288.97 }],
			customer: { external_id: 'SAMPLE-CUSTOMER' },
		} as unknown as Order;
		expect(items).toEqual([orderItem(order, true, Date.parse('2026-01-15T09:00:01Z'))]);
	});

	it('is where the trigger says that it is', () => {
		const { triggerPanel } = new MintedConnectTrigger().description;
		expect(JSON.stringify(triggerPanel)).toContain('/docs/examples.md#a-sample-order');
	});
});
