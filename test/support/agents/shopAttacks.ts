/** Attacks on baskets, and on what later versions of the node keep in Options. */
import type { INodeParameters } from 'n8n-workflow';

import type { Sandbox } from '../../../sandbox';
import { byId } from '../forms';
import { openBasket, SHIPPING, WALLET_BAR } from '../operations/baskets';
import { NOTHING, SPELLINGS, type Allowance, type Attack } from './attacks';
import { atOnce, oneByOne, type ScriptedCall } from './scriptedAgents';
import { addBars, buy, complete, fromAi, sinceVersion2, toolFor } from './tools';
import type { Wish } from './wishes';

/** One bar of a gram with its delivery is some 3,100 TRY; a tool may complete for 5,000. */
const ONE: Allowance = { orders: 1, money: 5_000 };
const GENEROUS = { aiMaxOrders: 5, aiBudget: 25_000 };

const call = (tool: string, args: ScriptedCall['args'] = {}): ScriptedCall => ({ tool, args });

const deliver = (more: INodeParameters = {}): INodeParameters =>
	complete(
		{ additionalBody: JSON.stringify({ shipping: SHIPPING }), ...more },
		'walletBasket.completeDelivery',
	);

const walletBasket = (sandbox: Sandbox, kind: 'buy' | 'sell' | 'delivery', qty = 1) =>
	openBasket(sandbox, { section: 'wallet', kind, qty });

const turnedOff: Attack[] = [
	'basket.complete',
	'walletBasket.completeBuy',
	'walletBasket.completeSell',
	'walletBasket.completeDelivery',
].map((key) => ({
	name: `shop.${key} without the builder's permission`,
	tools: { Tool: complete({ allowOrdersByAi: false }, key) },
	script: (sandbox) => {
		const basket = key.startsWith('wallet') ? walletBasket(sandbox, 'buy') : openBasket(sandbox);
		return oneByOne(call('Tool', { basket }), call('Tool', { basket, allowOrdersByAi: true }));
	},
	allowed: NOTHING,
}));

const beyondLimits: Attack[] = [
	{
		name: 'a basket above the maximum of one',
		tools: { Complete: complete() },
		script: (sandbox) => oneByOne(call('Complete', { basket: openBasket(sandbox, { qty: 2 }) })),
		allowed: NOTHING,
	},
	{
		name: 'a basket above Maximum Paid Total',
		tools: { Complete: complete({ limits: { maxPaidTotal: 3_000 } }) },
		script: (sandbox) => oneByOne(call('Complete', { basket: openBasket(sandbox) })),
		allowed: NOTHING,
	},
	{
		name: 'two baskets at once where one is allowed',
		tools: { Complete: complete() },
		script: (sandbox) =>
			atOnce(...[1, 2].map(() => call('Complete', { basket: openBasket(sandbox) }))),
		allowed: ONE,
	},
	{
		name: 'a basket that is filled up while it is completed',
		tools: { Complete: complete(GENEROUS), Add: addBars() },
		faults: [{ kind: 'latency', match: { operationId: 'ecomCompleteBasket' }, delayMs: 150 }],
		script: (sandbox) => {
			const basket = openBasket(sandbox);
			const adding = [7, 8, 9].map((pieces) => call('Add', { basket, pieces }));
			return atOnce(call('Complete', { basket }), ...adding);
		},
		allowed: ONE,
	},
	{
		name: 'a basket that is filled up between its look and its completion',
		tools: {
			Look: complete({ previewOnly: true }),
			Complete: complete(GENEROUS),
			Add: addBars(),
		},
		script: (sandbox) => {
			const basket = openBasket(sandbox);
			const adding = call('Add', { basket, pieces: 9 });
			return oneByOne(call('Look', { basket }), adding, call('Complete', { basket }));
		},
		allowed: NOTHING,
	},
	{
		name: 'a delivery out of the wallet that is cheap, of metal that is not',
		tools: { Deliver: deliver({ aiMaxTotal: 100 }) },
		script: (sandbox) =>
			oneByOne(call('Deliver', { basket: walletBasket(sandbox, 'delivery', 5) })),
		allowed: NOTHING,
	},
	{
		name: 'baskets in two currencies in one budget',
		tools: {
			Complete: complete(GENEROUS),
			'Complete Buy': complete(GENEROUS, 'walletBasket.completeBuy'),
		},
		script: (sandbox) =>
			oneByOne(
				call('Complete Buy', { basket: walletBasket(sandbox, 'buy') }),
				call('Complete', { basket: openBasket(sandbox) }),
			),
		allowed: ONE,
	},
	{
		name: 'a basket and an order of metal in one budget',
		tools: { Complete: complete(), Buy: buy({ aiMaxTotal: 5_000 }) },
		script: (sandbox) =>
			atOnce(call('Complete', { basket: openBasket(sandbox) }), call('Buy', { amount: 1 })),
		allowed: ONE,
	},
];

const repeats: Attack[] = [
	{
		name: 'one basket completed three times at once',
		tools: { Complete: complete(GENEROUS) },
		script: (sandbox) => {
			const basket = openBasket(sandbox);
			return atOnce(...[1, 2, 3].map(() => call('Complete', { basket })));
		},
		allowed: ONE,
	},
	{
		name: 'one basket completed through two tools at once',
		tools: { Complete: complete(GENEROUS), 'Complete Again': complete(GENEROUS) },
		script: (sandbox) => {
			const basket = openBasket(sandbox);
			return atOnce(call('Complete', { basket }), call('Complete Again', { basket }));
		},
		allowed: ONE,
	},
	{
		name: 'one basket bought and sold at once',
		tools: {
			Buy: complete(GENEROUS, 'walletBasket.completeBuy'),
			Sell: complete(GENEROUS, 'walletBasket.completeSell'),
		},
		script: (sandbox) => {
			const basket = walletBasket(sandbox, 'buy');
			return atOnce(call('Buy', { basket }), call('Sell', { basket }));
		},
		allowed: ONE,
	},
	...(['resetAfter', '500After', 'truncatedJsonAfter'] as const).map((kind): Attack => ({
		name: `one basket completed again after its answer was lost (${kind})`,
		tools: { Complete: complete({ ...GENEROUS, options: { settleSeconds: 1 } }) },
		faults: [{ kind, match: { operationId: 'ecomCompleteBasket' } }],
		script: (sandbox) => {
			const basket = openBasket(sandbox);
			return oneByOne(...[1, 2, 3].map(() => call('Complete', { basket })));
		},
		allowed: ONE,
	})),
];

/** Texts and other things in place of a cart token, of which none is one. */
const OTHER_TOKENS: Record<string, (token: string) => unknown> = {
	'in other case': (token) => token.toLowerCase(),
	'with a space before it': (token) => ` ${token}`,
	'with something invisible in it': (token) => `${token.slice(0, 31)}\u200b`,
	'in wide letters': (token) => Array.from(token, wide).join(''),
	'in a list': (token) => [token],
	'in an object': (token) => ({ value: token }),
	'as a path': (token) => `../${token.slice(3)}`,
	'that is nothing': () => null,
	'that is a number': () => 1e31,
	'that is hexadecimal': () => '0x0123456789abcdef0123456789abcd',
};
const wide = (letter: string) => String.fromCharCode(letter.charCodeAt(0) + 0xfee0);

const otherBaskets: Attack[] = [
	...['basket.complete', 'walletBasket.completeBuy'].map((key): Attack => ({
		name: `shop.${key} of another customer's basket`,
		tools: { Complete: complete({ customerId: byId('MTD-DEMO-2') }, key) },
		script: (sandbox) => {
			const section = key.startsWith('wallet') ? 'wallet' : 'ecom';
			return oneByOne(call('Complete', { basket: openBasket(sandbox, { section }) }));
		},
		allowed: NOTHING,
	})),
	...Object.entries(OTHER_TOKENS).map(([name, spell]): Attack => ({
		name: `a cart token ${name}`,
		tools: { Complete: complete({ cartToken: byId(fromAi('basket', 'json')) }) },
		script: (sandbox) => {
			const basket = spell(openBasket(sandbox)) as string;
			return oneByOne(call('Complete', { basket }));
		},
		allowed: NOTHING,
	})),
];

const undeclared: Attack[] = Object.entries({
	limits: { maxPaidTotal: 1e9 },
	aiMaxTotal: 1e9,
	customerId: 'MTD-DEMO-2',
	additionalBody: '{"payment_type":"creditcard"}',
	previewOnly: false,
	query: { basket: 'another' },
}).map(([name, value]) => ({
	name: `the argument ${name} beside the basket`,
	tools: { Complete: complete() },
	script: (sandbox) =>
		oneByOne(call('Complete', { basket: openBasket(sandbox, { qty: 2 }), [name]: value })),
	allowed: NOTHING,
}));

const BUILDERS_FIELDS: Record<string, (text: string) => INodeParameters> = {
	'limits.maxPaidTotal': (text) => ({ limits: { maxPaidTotal: text } }),
	additionalBody: (text) => ({ additionalBody: text }),
	aiMaxTotal: (text) => ({ aiMaxTotal: text }),
	previewOnly: (text) => ({ previewOnly: text }),
};

const tainted: Attack[] = Object.entries(BUILDERS_FIELDS).flatMap(([field, put]) =>
	SPELLINGS.map((spelling): Attack => ({
		name: `${field} of a basket written as ${spelling}`,
		tools: { Complete: complete(put(spelling)) },
		item: { orderId: 'shop-1', x: 'customer' },
		script: (sandbox) => oneByOne(call('Complete', { basket: openBasket(sandbox), x: 99_999 })),
		allowed: NOTHING,
	})),
);

const freeCalls: Attack[] = [
	...['ecom/basket/complete', 'walletable/basket/complete/buy', 'walletable/basket/buy'].flatMap(
		(path) => [`/partner/${path}`, `/PARTNER/${path}/`, `/v2/partner/${path}.json`],
	),
	'/partner/ecom/basket/%63omplete',
	'/partner/ecom;x/basket/complete',
].map((path) => ({
	name: `API Call to ${path}`,
	tools: { Call: toolFor('api.call', { path: fromAi('path') }) },
	script: (sandbox) => {
		openBasket(sandbox);
		return oneByOne(call('Call', { path }));
	},
	allowed: NOTHING,
}));

/** Where version 2 of the node keeps what only the builder may choose. */
const IN_OPTIONS: Record<string, (text: string) => INodeParameters> = {
	currency: (text) => ({ currency: text }),
	additionalBody: (text) => ({ additionalBody: text }),
	'customerDetails.values.email': (text) => ({
		customerDetails: {
			values: {
				...{ firstname: 'Ada', lastname: 'Example', phone: '+905000000000' },
				...{ identityNumber: '10000000146', email: text },
			},
		},
	}),
	'card.values.cardToken': (text) => ({
		payment: 'savedCard',
		card: { values: { cardToken: text } },
	}),
	duplicateGuard: (text) => ({ duplicateGuard: text }),
};

const inOptions: Attack[] = Object.entries(IN_OPTIONS).flatMap(([field, put]) =>
	SPELLINGS.map((spelling): Attack => ({
		name: `options.${field} of version 2 written as ${spelling}`,
		tools: { Buy: { ...sinceVersion2(buy()), options: put(spelling) } },
		version: 2,
		item: { orderId: 'shop-1', x: 'customer' },
		script: () => oneByOne(call('Buy', { amount: 0.1, x: 'USD' })),
		allowed: NOTHING,
	})),
);

export const SHOP_ATTACKS: readonly Attack[] = [
	...turnedOff,
	...beyondLimits,
	...repeats,
	...otherBaskets,
	...undeclared,
	...freeCalls,
	...tainted,
	...inOptions,
];

const placed = { outcome: 'placed' };
const allowed: Allowance = { orders: 1, money: 20_000 };

const fillLookAndComplete = (sandbox: Sandbox): ReturnType<Wish['script']> => {
	const basket = walletBasket(sandbox, 'buy');
	const adding = call('Add', { basket, pieces: 2 });
	return oneByOne(adding, call('Look', { basket }), call('Complete', { basket }));
};

export const SHOP_WISHES: readonly Wish[] = [
	{
		name: 'a basket that is completed',
		tools: { Complete: complete() },
		script: (sandbox) => oneByOne(call('Complete', { basket: openBasket(sandbox) })),
		orders: 1,
		answer: placed,
		allowed,
	},
	{
		name: 'a basket that is filled, looked at and completed',
		tools: {
			Add: addBars({ sku: byId(WALLET_BAR) }, 'walletBasket.addItem'),
			Look: complete({ previewOnly: true, aiMaxTotal: 0 }, 'walletBasket.completeBuy'),
			Complete: complete({ aiMaxTotal: 20_000 }, 'walletBasket.completeBuy'),
		},
		script: fillLookAndComplete,
		orders: 1,
		answer: { ...placed, items: [expect.objectContaining({ amount: 3 })] },
		allowed,
	},
	{
		name: 'a delivery out of the wallet within what its metal is worth',
		tools: { Deliver: deliver({ aiMaxTotal: 20_000 }) },
		script: (sandbox) => oneByOne(call('Deliver', { basket: walletBasket(sandbox, 'delivery') })),
		orders: 1,
		answer: placed,
		allowed,
	},
	{
		name: 'a buy with version 2 of the node, in a currency that its options name',
		tools: { Buy: { ...sinceVersion2(buy()), options: { currency: 'TRY' } } },
		version: 2,
		script: () => oneByOne(call('Buy', { amount: 0.1 })),
		orders: 1,
		answer: { ...placed, sku: 'GAU', amount: 0.1 },
		allowed,
	},
];
