import type { IDataObject } from 'n8n-workflow';

import { byId } from '../forms';
import type { Allowance, Scene } from './attacks';
import { oneByOne, type ScriptedCall } from './scriptedAgents';
import { buy, cash, confirmedBuy, deliver, fromAi, preview, sell, toolFor } from './tools';

/** What a builder allows and a model asks for: it has to work. */
export interface Wish extends Scene {
	/** Orders that it places. */
	orders: number;
	/** What the last answer says. */
	answer: IDataObject;
	allowed: Allowance;
	isTypical?: boolean;
}

const call = (tool: string, args: IDataObject = {}): ScriptedCall => ({ tool, args });
const allowed = { orders: 3, money: 8_000 };

const placed = { outcome: 'placed' };

export const WISHES: readonly Wish[] = [
	{
		name: 'a buy',
		tools: { Buy: buy() },
		script: () => oneByOne(call('Buy', { amount: 0.1 })),
		orders: 1,
		answer: { ...placed, sku: 'GAU', amount: 0.1 },
		allowed,
	},
	{
		name: 'a buy over an item that has fields of its own',
		tools: { Buy: buy() },
		item: { query: 'some gold please', limit: 5, amount: 7 },
		script: () => oneByOne(call('Buy', { amount: 0.1 })),
		orders: 1,
		answer: { ...placed, amount: 0.1 },
		allowed,
	},
	{
		name: 'a sell',
		tools: { Sell: sell() },
		script: () => oneByOne(call('Sell', { amount: 0.1 })),
		orders: 1,
		answer: { ...placed, type: 'Sell' },
		allowed,
	},
	{
		name: 'a buy of a metal and for a customer that the model chooses',
		tools: { Buy: buy({ metal: fromAi('metal'), customerId: byId(fromAi('customer')) }) },
		script: () => oneByOne(call('Buy', { amount: 1, metal: 'GAG', customer: 'MTD-DEMO-2' })),
		orders: 1,
		answer: { ...placed, sku: 'GAG', customer_external_id: 'MTD-DEMO-2' },
		allowed,
		isTypical: true,
	},
	{
		name: 'a buy by total price',
		tools: { Buy: buy({ orderBy: 'total', totalPrice: fromAi('money', 'number') }) },
		script: () => oneByOne(call('Buy', { money: 300 })),
		orders: 1,
		answer: placed,
		allowed,
	},
	{
		name: 'a preview, and the buy that it confirms',
		tools: { Preview: preview(), Buy: confirmedBuy() },
		script: () => {
			let round = 0;
			return (answers) => {
				round += 1;
				if (round === 1) return [call('Preview', { amount: 0.1 })];
				const confirmation = answers[0]?.confirmation as string;
				return round === 2 ? [call('Buy', { amount: 0.1, confirmation })] : [];
			};
		},
		orders: 1,
		answer: placed,
		allowed,
		isTypical: true,
	},
	{
		name: 'the same buy twice with the next sequence number',
		tools: {
			Buy: buy({ aiMaxOrders: 2, aiBudget: 700, sequence: fromAi('sequence', 'number') }),
		},
		script: () =>
			oneByOne(
				call('Buy', { amount: 0.1, sequence: 1 }),
				call('Buy', { amount: 0.1, sequence: 2 }),
			),
		orders: 2,
		answer: placed,
		allowed,
	},
	{
		name: "a buy under the shop's own ID, for the shop's own customer",
		tools: {
			Buy: buy({
				externalId: "={{ $('Shop').item.json.orderId }}",
				customerId: byId("={{ $('Shop').item.json.customer }}"),
			}),
		},
		item: { orderId: 'shop-4711', customer: 'MTD-DEMO-1' },
		script: () => oneByOne(call('Buy', { amount: 0.1 })),
		orders: 1,
		answer: { ...placed, external_id: 'shop-4711' },
		allowed,
		isTypical: true,
	},
	{
		name: 'a delivery',
		tools: { Deliver: deliver() },
		script: () => oneByOne(call('Deliver', { grams: 1 })),
		orders: 1,
		answer: placed,
		allowed,
	},
	{
		name: 'a cash movement',
		tools: { Cash: cash() },
		script: () => oneByOne(call('Cash', { amount: 250 })),
		orders: 0,
		answer: placed,
		allowed,
	},
	{
		name: 'a smaller order after one that was too large',
		tools: { Buy: buy() },
		script: () => oneByOne(call('Buy', { amount: 5 }), call('Buy', { amount: 0.1 })),
		orders: 1,
		answer: placed,
		allowed,
	},
	{
		name: 'an order after one that Minted refused',
		tools: { Buy: buy({ customerId: byId(fromAi('customer')) }) },
		script: () =>
			oneByOne(
				call('Buy', { amount: 0.1, customer: 'MTD-NOBODY' }),
				call('Buy', { amount: 0.1, customer: 'MTD-DEMO-1' }),
			),
		orders: 1,
		answer: placed,
		allowed,
	},
	{
		name: 'a new customer',
		tools: {
			Create: toolFor('customer.create', {
				allowOrdersByAi: true,
				newCustomerId: fromAi('id'),
				firstname: fromAi('first'),
			}),
		},
		script: () => oneByOne(call('Create', { id: 'MTD-BY-AI', first: 'Grace' })),
		orders: 0,
		answer: { external_id: 'MTD-BY-AI', firstname: 'Grace' },
		allowed,
	},
	{
		name: 'the balance of a customer',
		tools: { Balance: toolFor('balance.getCustomer', { customerId: byId(fromAi('customer')) }) },
		script: () => oneByOne(call('Balance', { customer: 'MTD-DEMO-1' })),
		orders: 0,
		answer: {},
		allowed,
	},
	{
		name: "the balance of the item's customer",
		tools: { Balance: toolFor('balance.getCustomer', { customerId: byId('={{ $json.who }}') }) },
		item: { who: 'MTD-DEMO-1' },
		script: () => oneByOne(call('Balance')),
		orders: 0,
		answer: {},
		allowed,
	},
	{
		name: 'the prices',
		tools: { Prices: toolFor('price.fix', { account: 'partner' }) },
		script: () => oneByOne(call('Prices')),
		orders: 0,
		answer: {},
		allowed,
	},
	{
		name: 'the orders of a customer',
		tools: {
			Orders: toolFor('order.getMany', { filters: { customerId: fromAi('customer') } }),
			Buy: buy(),
		},
		script: () =>
			oneByOne(call('Buy', { amount: 0.1 }), call('Orders', { customer: 'MTD-DEMO-1' })),
		orders: 1,
		answer: { type: 'Buy' },
		allowed,
	},
	{
		name: 'a free call that reads',
		tools: { Call: toolFor('api.call', { path: fromAi('path') }) },
		script: () => oneByOne(call('Call', { path: '/partner/customer/MTD-DEMO-1' })),
		orders: 0,
		answer: { external_id: 'MTD-DEMO-1' },
		allowed,
	},
];
