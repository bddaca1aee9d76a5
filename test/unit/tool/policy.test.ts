import { endpoints } from '../../../minted/generated/endpoints';
import { isPlain, mayHaveEffect } from '../../../nodes/shared/tool/freeCall';
import { effectAsBuilt, effectOf } from '../../../nodes/shared/tool/policy';
import { toolFields } from '../../../nodes/shared/tool/fields';
import { fillerOf } from '../../../nodes/shared/tool/taint';
import { everyOperation, keyOf, operationOf } from '../../support/operations/nodes';

const keyed = everyOperation.map((operation) => [keyOf(operation), operation] as const);

describe('What an operation does', () => {
	it.each(keyed)('%s follows from the contract', (key, operation) => {
		const { endpoint } = operation;
		const effect = endpoint === undefined ? 'read' : endpoints[endpoint].effect;
		expect(effectOf(operation)).toBe(key === 'order.pushWebhook' ? 'write' : effect);
	});

	it.each(keyed)('%s can be allowed to a model where it does anything', (_, operation) => {
		const names = toolFields(operation).map(({ name }) => name);
		expect(names).toContain('toolDescription');
		expect(names.includes('allowOrdersByAi')).toBe(effectOf(operation) !== 'read');
		expect(names.includes('aiMaxTotal')).toBe(effectOf(operation) === 'money');
	});

	it('is only a preview where the switch is on for certain', () => {
		const buy = operationOf('order.buy');
		expect(effectAsBuilt(buy, { previewOnly: true })).toBe('read');
		for (const previewOnly of [false, 'true', '={{ true }}', undefined]) {
			expect(effectAsBuilt(buy, { previewOnly })).toBe('money');
		}
		for (const key of ['complete', 'completeSell']) {
			const operation = operationOf(
				`shop.${key === 'complete' ? 'basket' : 'walletBasket'}.${key}`,
			);
			expect(effectAsBuilt(operation, { previewOnly: true })).toBe('read');
			expect(effectAsBuilt(operation, { previewOnly: '={{ true }}' })).toBe('money');
		}
		const cash = operationOf('balance.updateCustomerCash');
		expect(effectAsBuilt(cash, { previewOnly: true })).toBe('money');
	});
});

describe('Who fills in a field when a model calls', () => {
	it.each(keyed)('%s leaves its options and its path to the builder', (_, operation) => {
		for (const name of ['options', 'additionalBody', 'resource', 'operation']) {
			expect(fillerOf(operation, name)).toBe('builder');
		}
	});

	it('is the builder for everything of an order but what it is about', () => {
		const buy = operationOf('order.buy');
		const open = ['amount', 'confirmation', 'customerId', 'metal', 'sequence', 'sku', 'totalPrice'];
		for (const { name } of buy.fields) {
			expect(fillerOf(buy, name)).toBe(open.includes(name) ? 'model' : 'builder');
		}
	});

	it('is the builder for everything of a completion but whose basket it is, and which', () => {
		const complete = operationOf('shop.basket.complete');
		for (const name of ['additionalBody', 'limits', 'options', 'previewOnly']) {
			expect(fillerOf(complete, name)).toBe('builder');
		}
		for (const name of ['cartToken', 'customerId']) {
			expect(fillerOf(complete, name)).toBe('model');
		}
	});
});

describe('The path of a free call', () => {
	it.each([
		'/partner/order/digital/buy',
		'/partner/order/digital/sell/',
		'//partner///order/digital/buy',
		'/Partner/Order/Digital/BUY',
		'/partner/order/digital/%62uy',
		'/partner/order/digital/buy;x=1',
		'/partner/order/digital/buy.json',
		'/partner/order/digital/buy%20',
		'/index.php/partner/order/digital/buy',
		'/v2/partner/delivery/create',
		'/partner/order',
		'/partner/delivery/create',
	])('%s is one at which something happens', (path) => {
		expect(mayHaveEffect(path)).toBe(true);
	});

	it.each(['/partner/customer/C-17', '/partner/balance', '/partner/orders', '/partner/unheard-of'])(
		'%s is one that reads',
		(path) => {
			expect(mayHaveEffect(path)).toBe(false);
		},
	);

	it.each([
		'/partner/order/digital/%2562uy',
		'/partner/x/%252e%252e/order/digital/buy',
		'/partner/order%2fdigital%2fbuy',
		'/partner/order%5Cdigital%5Cbuy',
		'/partner//order/digital/buy',
		'/partner/order/./digital/buy',
		'/partner/order/..%00/buy',
		'/partner/order;x/digital/buy',
		'/partner/customer/a%3F_method=DELETE',
		'/partner/customer/a%23b',
		'/partner/customer/a%0Ab',
		'/partner/customer/a%E2%80%8Bb',
		'/partner/customer/%zz',
	])('%s could be read in more than one way', (path) => {
		expect(isPlain(path)).toBe(false);
	});

	it.each([
		'/partner/customer/C-17',
		'/partner/customer/K%C4%B1z',
		'/partner/orders/',
		'/partner/a.b',
	])('%s reads the same everywhere', (path) => {
		expect(isPlain(path)).toBe(true);
	});

	it('counts as the one that Minted gave in place of the documented one', () => {
		const given = { updateCustomerCashBalance: '/partner/cash/{external_customer_id}' };
		expect(mayHaveEffect('/partner/cash/C-17', given)).toBe(true);
		expect(mayHaveEffect('/partner/cash/C-17')).toBe(false);
	});
});
