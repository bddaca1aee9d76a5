import type { IDataObject, INode, INodeParameters } from 'n8n-workflow';

import type { Sandbox } from '../../../sandbox';
import type { FaultRule } from '../../../sandbox/faults';
import { byId } from '../forms';
import { atOnce, oneByOne, type Script, type ScriptedCall } from './scriptedAgents';
import { buy, cash, confirmedBuy, deliver, fromAi, preview, sell, toolFor } from './tools';

/** What a model may move at most. */
export interface Allowance {
	orders: number;
	/** TRY, in either direction. */
	money: number;
}

/** What a model does with the tools that a builder gave it. */
export interface Scene {
	name: string;
	tools: Record<string, INodeParameters>;
	/** A new one for each try; what it is about may be made in the sandbox first. */
	script: (sandbox: Sandbox) => Script;
	/** Of the tools' nodes; 1 where nothing is said. */
	version?: 1 | 2;
	/** What the agent's item has, beside the prompt. */
	item?: IDataObject;
	settings?: Partial<INode>;
	faults?: FaultRule[];
}

export interface Attack extends Scene {
	allowed: Allowance;
	/** Worth a real n8n in the short form of the proof. */
	isTypical?: boolean;
}

export const NOTHING: Allowance = { orders: 0, money: 0 };
const ONE: Allowance = { orders: 1, money: 400 };

const call = (tool: string, args: IDataObject = {}): ScriptedCall => ({ tool, args });
const times = (count: number, each: ScriptedCall): ScriptedCall[] => Array(count).fill(each);
/** Every operation that does anything, as a tool of a builder who did not allow it. */
const turnedOff: Attack[] = [
	'order.buy',
	'order.sell',
	'delivery.create',
	'balance.updateCustomerCash',
	'card.add',
	'card.delete',
	'customer.create',
	'customer.createBusiness',
	'customer.update',
	'customer.updateBusiness',
	'customer.delete',
	'customer.upsertKyc',
	'customer.bulkUpsertKyc',
	'order.pushWebhook',
].map((key) => ({
	name: `${key} without the builder's permission`,
	tools: { Tool: toolFor(key) },
	script: () => oneByOne(call('Tool'), call('Tool', { allowOrdersByAi: true })),
	allowed: NOTHING,
	isTypical: key === 'order.buy' || key === 'customer.delete',
}));

const generous = { aiMaxOrders: 5, aiBudget: 20_000 };

const repeats: Attack[] = [
	{
		name: 'the same buy three times',
		tools: { Buy: buy(generous) },
		script: () => oneByOne(...times(3, call('Buy', { amount: 0.1 }))),
		allowed: ONE,
		isTypical: true,
	},
	{
		name: 'the same buy three times at once',
		tools: { Buy: buy(generous) },
		script: () => atOnce(...times(3, call('Buy', { amount: 0.1 }))),
		allowed: ONE,
		isTypical: true,
	},
	{
		name: 'the same buy through two tools',
		tools: { Buy: buy(generous), 'Buy Gold': buy(generous) },
		script: () => atOnce(call('Buy', { amount: 0.1 }), call('Buy Gold', { amount: 0.1 })),
		allowed: ONE,
	},
	{
		name: 'the same buy where n8n tries tools again',
		tools: { Buy: buy(generous) },
		settings: { retryOnFail: true, maxTries: 3, waitBetweenTries: 0 },
		script: () => oneByOne(...times(2, call('Buy', { amount: 0.1 }))),
		allowed: ONE,
	},
	{
		name: 'the same buy with its sequence number in other spellings',
		tools: { Buy: buy({ ...generous, sequence: fromAi('sequence', 'json') }) },
		script: () =>
			oneByOne(
				...[1, '1', ' 1', '1.0', '+1', '01', [1], null, 1.0].map((sequence) =>
					call('Buy', { amount: 0.1, sequence }),
				),
			),
		allowed: ONE,
		isTypical: true,
	},
	{
		name: 'the same buy with its amount in other spellings',
		tools: { Buy: buy({ ...generous, amount: fromAi('amount', 'json') }) },
		script: () =>
			oneByOne(
				...[0.1, '0.1', ' 0.1', '0.10', '+0.1', '00.1', [0.1], '1e-1', 1e-30].map((amount) =>
					call('Buy', { amount }),
				),
			),
		allowed: ONE,
	},
	{
		name: 'the same buy for a customer whose ID has something invisible in it',
		tools: { Buy: buy({ ...generous, customerId: byId(fromAi('customer')) }) },
		script: () =>
			oneByOne(
				...['', '\u200b', '\u2060', '\ufeff', '\u202e', '\u00ad', ' ', '\u00a0'].map((extra) =>
					call('Buy', { amount: 0.1, customer: `MTD-DEMO-1${extra}` }),
				),
			),
		allowed: ONE,
	},
	{
		name: 'the same sell three times',
		tools: { Sell: sell(generous) },
		script: () => oneByOne(...times(3, call('Sell', { amount: 0.1 }))),
		allowed: ONE,
	},
	{
		name: 'the same delivery three times',
		tools: { Deliver: deliver(generous) },
		script: () => oneByOne(...times(3, call('Deliver', { grams: 1 }))),
		allowed: { orders: 1, money: 7_000 },
	},
	{
		name: 'the same cash three times',
		tools: { Cash: cash(generous) },
		script: () => oneByOne(...times(3, call('Cash', { amount: -100 }))),
		allowed: { orders: 0, money: 100 },
	},
	...(['resetAfter', '500After', 'truncatedJsonAfter', 'htmlAfter'] as const).map(
		(kind): Attack => ({
			name: `the same buy again after its answer was lost (${kind})`,
			tools: { Buy: buy({ ...generous, options: { settleSeconds: 1 } }) },
			faults: [{ kind, match: { operationId: 'buyDigital' } }],
			script: () => oneByOne(...times(3, call('Buy', { amount: 0.1 }))),
			allowed: ONE,
			isTypical: kind === 'resetAfter',
		}),
	),
	{
		name: 'another buy while the first one is unknown',
		tools: { Buy: buy({ options: { settleSeconds: 1 } }) },
		faults: [
			{ kind: 'resetAfter', match: { operationId: 'buyDigital' } },
			{ kind: '500Before', match: { operationId: 'getOrderAlternative' }, skip: 1, times: 9 },
		],
		script: () => oneByOne(call('Buy', { amount: 0.1 }), call('Buy', { amount: 0.11 })),
		allowed: ONE,
	},
];

/** Arguments that nobody asked for, beside the one that the builder declared. */
const undeclared: Attack[] = Object.entries({
	limit: 0,
	limits: { maxTotal: 0 },
	maxTotal: 1e9,
	aiMaxTotal: 1e9,
	aiBudget: 1e9,
	aiMaxOrders: 99,
	allowOrdersByAi: true,
	requireConfirmation: false,
	previewOnly: false,
	externalId: 'new-each-time',
	customerId: 'MTD-DEMO-2',
	account: 'partner',
	currency: 'USD',
	metal: 'GAG',
	sku: 'GAG',
	payment: 'savedCard',
	cardToken: 'stolen',
	additionalBody: '{"items":[{"sku":"GAU","amount":9}]}',
	options: { endpointPath: '/partner/order/digital/sell' },
	sequence: 2,
	query: { amount: 0.13 },
	orderId: 'another',
	toolParameters: { amount: 0.13 },
}).map(([name, value]) => ({
	name: `the argument ${name} beside those that were declared`,
	tools: { Buy: buy(generous) },
	item: { orderId: 'shop-1', limit: 1_000, query: 'buy me some gold' },
	script: () => oneByOne(call('Buy', { amount: 0.1, [name]: value })),
	// An agent that drops what was not declared leaves the order that was.
	allowed: { orders: 1, money: 310 },
	isTypical: ['limit', 'query', 'customerId'].includes(name),
}));

/** Ways to write that the model chooses, plain and less so. */
export const SPELLINGS = [
	"={{ $fromAI('x') }}",
	"={{ $fromAi( 'x' ) }}",
	"={{ this['$fromAI']('x') }}",
	"={{ $fromAI /* x */ ('x') }}",
	'={{ $json.x }}',
	"={{ $json['x'] }}",
	'={{ $input.item.json.x }}',
	'={{ $input.first().json.x }}',
	'={{ $tool.parameters.x }}',
	"={{ $('Agent').item.json.x }}",
	"={{ $('Buy').item.json.x }}",
	"={{ $('Shop').first().json.x }}",
	"={{ $node['Shop'].json.x }}",
	"={{ $evaluateExpression('{{ $json.x }}') }}",
	'={{ `${$json.x}` }}',
	"={{ 'a' + $json.x }}",
	"a={{ $('Shop').item.json.orderId }}{{ $json.x }}",
	'={{ (() => $json.x)() }}',
	'={{ Object.values($json)[0] }}',
	"={{ $('Shop').item.json[$json.x] }}",
	"={{ $('Shop').item.json.orderId || $json.x }}",
	'={{ items[0].json.x }}',
	'={{ $parameter.amount }}',
	"={{ $jmespath($json, 'x') }}",
].map((spelling) => (spelling.startsWith('=') ? spelling : `=${spelling.slice(2)}`));

/** The fields that are the builder's, and how to put a text into them. */
export const BUILDERS_FIELDS: Record<string, (text: string) => INodeParameters> = {
	externalId: (text) => ({ externalId: text }),
	'limits.maxTotal': (text) => ({ limits: { maxTotal: text } }),
	aiMaxTotal: (text) => ({ aiMaxTotal: text }),
	aiBudget: (text) => ({ aiBudget: text }),
	aiMaxOrders: (text) => ({ aiMaxOrders: text }),
	allowOrdersByAi: (text) => ({ allowOrdersByAi: text }),
	currency: (text) => ({ currency: text }),
	account: (text) => ({ account: text }),
	additionalBody: (text) => ({ additionalBody: text }),
	'options.settleSeconds': (text) => ({ options: { settleSeconds: text } }),
	'options.timeoutSeconds': (text) => ({ options: { timeoutSeconds: text } }),
	payment: (text) => ({ payment: text }),
	cardToken: (text) => ({ payment: 'savedCard', cardToken: byId(text) }),
	customerDetails: (text) => ({ customerDetails: text }),
	email: (text) => ({
		customerDetails: 'given',
		firstname: 'Ada',
		lastname: 'Example',
		phone: '+905000000000',
		identityNumber: '10000000146',
		email: text,
	}),
	orderBy: (text) => ({ orderBy: text }),
	previewOnly: (text) => ({ previewOnly: text }),
	operation: (text) => ({ operation: text }),
};

/** What the model could say that would do most harm, whatever the field. */
const ARGUMENTS = { amount: 0.1, x: 'partner' };

const tainted: Attack[] = Object.entries(BUILDERS_FIELDS).flatMap(([field, put]) =>
	SPELLINGS.map((spelling, index): Attack => ({
		name: `${field} written as ${spelling}`,
		tools: { Buy: buy(put(spelling)) },
		item: { orderId: 'shop-1', x: 'customer' },
		script: () => oneByOne(call('Buy', ARGUMENTS)),
		allowed: NOTHING,
		isTypical: index === 0 && ['externalId', 'aiMaxTotal', 'account'].includes(field),
	})),
);

const taintedCustomers: Attack[] = SPELLINGS.slice(4).map((spelling) => ({
	name: `the customer written as ${spelling}`,
	tools: { Sell: sell({ customerId: byId(spelling) }) },
	item: { x: 'MTD-DEMO-1' },
	script: () => oneByOne(call('Sell', { amount: 0.1, x: 'MTD-DEMO-2' })),
	allowed: NOTHING,
}));

const beyondLimits: Attack[] = [
	{
		name: 'an order above the maximum of one',
		tools: { Buy: buy() },
		script: () => oneByOne(call('Buy', { amount: 1 })),
		allowed: NOTHING,
		isTypical: true,
	},
	{
		name: 'a budget spent in small orders',
		tools: { Buy: buy({ aiMaxOrders: 9, aiBudget: 700 }) },
		script: () => oneByOne(...[0.1, 0.101, 0.102, 0.103].map((amount) => call('Buy', { amount }))),
		allowed: { orders: 2, money: 700 },
	},
	{
		name: 'five different orders at once where one is allowed',
		tools: { Buy: buy() },
		script: () =>
			atOnce(...[0.1, 0.101, 0.102, 0.103, 0.104].map((amount) => call('Buy', { amount }))),
		allowed: ONE,
		isTypical: true,
	},
	{
		name: 'a budget spread over three tools',
		tools: { Buy: buy(), Sell: sell(), Cash: cash() },
		script: () =>
			atOnce(
				call('Buy', { amount: 0.1 }),
				call('Sell', { amount: 0.12 }),
				call('Cash', { amount: 300 }),
			),
		allowed: ONE,
	},
	{
		name: 'a stricter tool evaded by a more generous one',
		tools: { Buy: buy(), 'Buy Much': buy({ aiMaxTotal: 5_000, aiMaxOrders: 9 }) },
		script: () => oneByOne(call('Buy', { amount: 0.1 }), call('Buy Much', { amount: 1 })),
		allowed: ONE,
	},
	{
		name: 'two currencies in one budget',
		tools: {
			Cash: cash({ aiMaxOrders: 9 }),
			'Cash USD': cash({ aiMaxOrders: 9, currency: 'USD' }),
		},
		script: () => oneByOne(call('Cash', { amount: 300 }), call('Cash USD', { amount: 300 })),
		allowed: { orders: 0, money: 300 },
	},
	{
		name: 'cash taken away without end',
		tools: { Cash: cash() },
		script: () => oneByOne(...[-399, -398, -397].map((amount) => call('Cash', { amount }))),
		allowed: { orders: 0, money: 399 },
	},
	{
		name: 'a delivery above the maximum of one',
		tools: { Deliver: deliver() },
		script: () => oneByOne(call('Deliver', { grams: 3 })),
		allowed: NOTHING,
	},
	...[0, -1, '', '1e9', 'Infinity', '={{ 400 }}'].map((aiMaxTotal): Attack => ({
		name: `a maximum of "${aiMaxTotal}"`,
		tools: { Buy: buy({ aiMaxTotal }) },
		script: () => oneByOne(call('Buy', { amount: 0.1 })),
		allowed: NOTHING,
	})),
	...[0, -0.1, 'NaN', '0,1', null, [0.1], { grams: 0.1 }, 1e13].map((amount): Attack => ({
		name: `an amount of ${JSON.stringify(amount)}`,
		tools: { Buy: buy() },
		script: () => oneByOne(call('Buy', { amount })),
		allowed: NOTHING,
	})),
	{
		name: 'a price token of an earlier step, of which no total is known',
		tools: { Buy: buy({ priceSource: 'token', priceToken: 'abcdef', aiMaxTotal: 100 }) },
		script: () => oneByOne(call('Buy', { amount: 0.1 })),
		allowed: NOTHING,
	},
];

const toConfirm = { Preview: preview(), Buy: confirmedBuy({ aiMaxOrders: 3, aiBudget: 2_000 }) };

/** Previews, then calls with what `spoil` makes of the confirmation. */
const confirming =
	(spoil: (confirmation: string) => ScriptedCall[]): (() => Script) =>
	() => {
		let round = 0;
		return (answers) => {
			round += 1;
			if (round === 1) return [call('Preview', { amount: 0.1 })];
			const calls = spoil(String(answers[0]?.confirmation ?? ''));
			return calls.slice(round - 2, round - 1);
		};
	};

const confirmed = (confirmation: string, amount = 0.1) => call('Buy', { amount, confirmation });

const unconfirmed: Attack[] = [
	{
		name: 'an order without a confirmation',
		tools: toConfirm,
		script: () => oneByOne(confirmed('')),
		allowed: NOTHING,
		isTypical: true,
	},
	{
		name: 'a confirmation that the model wrote itself',
		tools: toConfirm,
		script: () => oneByOne(confirmed('Buy 0.1 g GAU for MTD-DEMO-1, at most 294.90 TRY, #7f3a')),
		allowed: NOTHING,
	},
	...[
		(text: string) => text.replace('294', '394'),
		(text: string) => text.replace('0.1 g', '0.10 g'),
		(text: string) => ` ${text}`,
		(text: string) => text.toUpperCase(),
		(text: string) => text.slice(0, -1),
		() => '__proto__',
		() => 'constructor',
	].map((change): Attack => ({
		name: `a confirmation changed by ${String(change)}`,
		tools: toConfirm,
		script: confirming((text) => [confirmed(change(text))]),
		allowed: NOTHING,
	})),
	{
		name: 'a confirmation used three times',
		tools: toConfirm,
		script: confirming((text) => times(3, confirmed(text))),
		allowed: ONE,
		isTypical: true,
	},
	{
		name: 'a confirmation for another amount',
		tools: toConfirm,
		script: confirming((text) => [confirmed(text, 0.13)]),
		allowed: NOTHING,
		isTypical: true,
	},
	{
		name: 'a confirmation for another customer',
		tools: {
			Preview: preview({ customerId: byId(fromAi('customer')) }),
			Buy: confirmedBuy({ customerId: byId(fromAi('customer')) }),
		},
		script: () => {
			let round = 0;
			return (answers) => {
				round += 1;
				if (round === 1) return [call('Preview', { amount: 0.1, customer: 'MTD-DEMO-1' })];
				const confirmation = String(answers[0]?.confirmation);
				const args = { amount: 0.1, customer: 'MTD-DEMO-2', confirmation };
				return round === 2 ? [call('Buy', args)] : [];
			};
		},
		allowed: NOTHING,
	},
	{
		name: 'a switch that is an expression',
		tools: { ...toConfirm, Buy: confirmedBuy({ requireConfirmation: "={{ $fromAI('x') }}" }) },
		script: () => oneByOne(call('Buy', { amount: 0.1, x: false, confirmation: '' })),
		allowed: NOTHING,
	},
];

const freeCalls: Attack[] = [
	...['POST', 'PUT', 'PATCH', 'DELETE', "={{ $fromAI('method') }}"].map((method): Attack => ({
		name: `API Call with ${method}`,
		tools: {
			Call: toolFor('api.call', {
				method,
				path: '/partner/customer/MTD-DEMO-2',
				body: '{"firstname":"Mallory"}',
			}),
		},
		script: () => oneByOne(call('Call', { method: 'DELETE' })),
		allowed: NOTHING,
		isTypical: method === 'DELETE',
	})),
	...[
		'/partner/order/digital/buy',
		'/partner/order/digital/buy/',
		'/partner//order/digital/sell',
		'/partner/order/digital/%73ell',
		'/PARTNER/order/digital/buy',
		'/partner/delivery/create',
		'/partner/customer/../order/digital/buy',
		'/partner/x/%252e%252e/order/digital/buy',
		'/partner/order%2fdigital%2fbuy',
		'/partner/order%5cdigital%5cbuy',
		'/partner/order;x/digital/buy',
		'/partner/order/digital/buy.json',
		'/index.php/partner/order/digital/buy',
		'/partner/order/digital/buy?_method=POST',
		'/partner/order/digital/buy#x',
		'//example.com/partner',
		'\\\\example.com\\partner',
		'https://example.com/partner',
	].map((path): Attack => ({
		name: `API Call to ${path}`,
		tools: { Call: toolFor('api.call', { path: fromAi('path') }) },
		script: () => oneByOne(call('Call', { path })),
		allowed: NOTHING,
	})),
	{
		name: 'API Call with a method in its query',
		tools: {
			Call: toolFor('api.call', {
				path: '/partner/customer/MTD-DEMO-2',
				query: { parameter: [{ name: fromAi('name'), value: fromAi('value') }] },
			}),
		},
		script: () => oneByOne(call('Call', { name: '_method', value: 'DELETE' })),
		allowed: NOTHING,
	},
	{
		name: 'API Call with a method in its headers',
		tools: {
			Call: toolFor('api.call', {
				path: '/partner/customer/MTD-DEMO-2',
				headers: { header: [{ name: 'X-HTTP-Method-Override', value: 'DELETE' }] },
			}),
		},
		script: () => oneByOne(call('Call')),
		allowed: NOTHING,
	},
	{
		name: 'a read whose path the model chooses',
		tools: {
			Calculate: toolFor('price.calculate', {
				priceToken: fromAi('token'),
				options: { endpointPath: fromAi('path') },
			}),
		},
		script: () => oneByOne(call('Calculate', { token: 'x', path: '/partner/order/digital/sell' })),
		allowed: NOTHING,
	},
	{
		name: 'a read whose body the model adds to',
		tools: {
			Stats: toolFor('balance.getStats', {
				additionalBody: fromAi('body', 'json'),
				options: { endpointPath: '/partner/order/digital/sell' },
			}),
		},
		script: () => oneByOne(call('Stats', { body: { items: [{ sku: 'GAU', amount: 1 }] } })),
		allowed: NOTHING,
	},
];

/** Writes that were allowed, with what only the builder may choose left to the model. */
const writes: Attack[] = [
	{
		name: 'an operation that depends on data',
		tools: { Tool: buy({ operation: "={{ $('Shop').item.json.do }}" }) },
		item: { do: 'buy' },
		script: () => oneByOne(call('Tool', { amount: 0.1 })),
		allowed: NOTHING,
	},
	...SPELLINGS.slice(4, 10).map((spelling): Attack => ({
		name: `a customer to delete written as ${spelling}`,
		tools: {
			Delete: toolFor('customer.delete', { allowOrdersByAi: true, customerId: byId(spelling) }),
		},
		item: { x: 'MTD-DEMO-9' },
		script: () => oneByOne(call('Delete', { x: 'MTD-DEMO-2' })),
		allowed: NOTHING,
	})),
	...['cardNumber', 'cardHolder', 'cardExpiry', 'cardCvv'].map((field): Attack => ({
		name: `a card to add whose ${field} the model chooses`,
		tools: {
			Add: toolFor('card.add', { allowOrdersByAi: true, [field]: fromAi('value') }),
		},
		script: () => oneByOne(call('Add', { value: '5406670000000003' })),
		allowed: NOTHING,
	})),
	{
		name: 'a customer to update, and undeclared fields beside',
		tools: {
			Update: toolFor('customer.update', { allowOrdersByAi: true, firstname: '={{ $json.name }}' }),
		},
		item: { name: 'Ada' },
		script: () => oneByOne(call('Update', { name: 'Mallory' })),
		allowed: NOTHING,
	},
	{
		name: 'a delivery to an address that the model chooses',
		tools: {
			Deliver: deliver({
				shipping: {
					parts: { fullname: 'M', address: fromAi('address'), county: 'x', city: 'y' },
				},
			}),
		},
		script: () => oneByOne(call('Deliver', { grams: 1, address: 'Elsewhere 1' })),
		allowed: NOTHING,
	},
];

export const ATTACKS: readonly Attack[] = [
	...turnedOff,
	...repeats,
	...undeclared,
	...beyondLimits,
	...unconfirmed,
	...freeCalls,
	...writes,
	...taintedCustomers,
	...tainted,
];
