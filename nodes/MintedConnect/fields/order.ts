import type { INodeProperties } from 'n8n-workflow';
import { FieldError } from '../../../minted/errors';
import { CURRENCIES, METALS, type Currency } from '../../../minted/model';
import type {
	DigitalOrder,
	PriceLimits,
	Quantity,
	Side,
} from '../../../minted/orders/digitalOrder';
import type { WantedCustomer } from '../../../minted/orders/lookup';
import {
	inVersion1,
	shownIf,
	sinceVersion2,
	tuck,
	tuckedIf,
	type Tucked,
} from '../../shared/layout';
import type { ItemContext } from '../../shared/operation';
import type { ItemParameters } from '../../shared/run/parameters';
import { NOTHING } from '../../shared/fields/common';
import { customerField, readCustomer, readCustomerId } from '../../shared/fields/customer';
import { metalField, readSku, skuField } from '../../shared/fields/locators';
import { idOfWish, previewOnlyField, readOwnId } from '../../shared/fields/placing';

/** How much metal, in grams. */
export const amountField = (description?: string): INodeProperties => ({
	displayName: 'Amount (Grams)',
	name: 'amount',
	type: 'number',
	typeOptions: { minValue: 0 },
	default: NOTHING,
	required: true,
	placeholder: 'e.g. 0.1',
	description,
});

/** What a JSON number keeps of a weight. */
const GRAM_DECIMALS = 8;

/** Grams. @throws FieldError */
export const readGrams = (params: ItemParameters): number =>
	params.number('amount', { field: 'Amount (Grams)', maxDecimals: GRAM_DECIMALS });

/** How much money. */
export const totalPriceField = (description: string): INodeProperties => ({
	displayName: 'Total Price',
	name: 'totalPrice',
	type: 'number',
	typeOptions: { minValue: 0, numberPrecision: 2 },
	default: NOTHING,
	required: true,
	placeholder: 'e.g. 1000',
	description,
});

/** In the currency of the order. @throws FieldError */
export const readTotalPrice = (params: ItemParameters): number =>
	params.number('totalPrice', { field: 'Total Price', maxDecimals: 2 });

export const currencyField = (description: string): INodeProperties => ({
	displayName: 'Currency',
	name: 'currency',
	type: 'options',
	options: CURRENCIES.map((currency) => ({ name: currency, value: currency })),
	default: 'TRY',
	description,
});

export const readCurrency = (params: ItemParameters): Currency =>
	params.choice('currency', 'Currency', CURRENCIES);

const WORDS = {
	buy: { verb: 'buy', past: 'bought', account: 'Bought For', wallet: 'into' },
	sell: { verb: 'sell', past: 'sold', account: 'Sold For', wallet: 'out of' },
} as const;

const METAL_OPTIONS = [
	...METALS.map(({ name, sku }) => ({ name: `${name} (${sku})`, value: sku })),
	{ name: 'Other SKU', value: 'other' },
];

/** Version 1 has a fixed list; later versions take any SKU, chosen or by an expression. */
const metalFields = (description: string): INodeProperties[] => [
	inVersion1({
		displayName: 'Metal',
		name: 'metal',
		type: 'options',
		options: METAL_OPTIONS,
		default: 'GAU',
		description,
	}),
	// Not required: a metal that comes from an expression shows it as well.
	inVersion1({ ...skuField(), required: false, displayOptions: { show: { metal: ['other'] } } }),
	sinceVersion2(metalField(description)),
];

/** What to order, and for whom. Shared by Buy and Sell; the words differ. */
export const subjectFields = (side: Side): INodeProperties[] => [
	...metalFields(`The metal to ${WORDS[side].verb}, in grams of digital storage`),
	{
		displayName: WORDS[side].account,
		name: 'account',
		type: 'options',
		noDataExpression: true,
		options: [
			{
				name: 'A Customer (B2B2C)',
				value: 'customer',
				description: `The metal goes ${WORDS[side].wallet} the wallet of one of your customers`,
			},
			{
				name: 'Your Company (B2B)',
				value: 'partner',
				description: `The metal goes ${WORDS[side].wallet} your own partner wallet`,
			},
		],
		default: 'customer',
	},
	{
		...customerField('Your own ID of the customer, under which it was created at Minted'),
		displayOptions: { show: { account: ['customer'] } },
	},
];

/** Fields that make no sense for the partner's own account. */
export const onlyForCustomers = (tucked: Tucked): Tucked =>
	tuckedIf(tucked, 'account', ['customer']);

/** How much to order, and in which currency. */
export const quantityFields = (side: Side): INodeProperties[] => [
	{
		displayName: 'Order By',
		name: 'orderBy',
		type: 'options',
		noDataExpression: true,
		options: [
			{ name: 'Grams', value: 'grams' },
			{
				name: 'Total Price',
				value: 'total',
				description:
					side === 'buy'
						? 'Minted works out how many grams the money buys; for your own company this node does'
						: 'The grams are worked out from the fixed price and rounded down',
			},
		],
		default: 'grams',
	},
	{
		...amountField(`How many grams to ${WORDS[side].verb}`),
		displayOptions: { show: { orderBy: ['grams'] } },
	},
	{
		...totalPriceField('How much money the order is for, in the currency below'),
		displayOptions: { show: { orderBy: ['total'] } },
	},
];

export const orderCurrency = tuck([currencyField('The currency the order is paid in')]);

/** Later versions ask for it only where it is another one. */
const readOrderCurrency = (params: ItemParameters): Currency =>
	params.has('currency') ? readCurrency(params) : 'TRY';

const priceTokenField: INodeProperties = {
	displayName: 'Price Token',
	name: 'priceToken',
	type: 'string',
	typeOptions: { password: true },
	default: '',
	required: true,
	placeholder: 'e.g. {{ $json.token }}',
	description: 'The token that Price > Fix returned. It expires after about four minutes.',
	displayOptions: { hide: { '@tool': [true] } },
};

const priceSourceField: INodeProperties = {
	displayName: 'Price',
	name: 'priceSource',
	type: 'options',
	noDataExpression: true,
	options: [
		{
			name: 'Fix Automatically',
			value: 'automatic',
			description: 'Fixes the price in this step, checks your limits and orders at once',
		},
		{
			name: 'Use a Price Token',
			value: 'token',
			description: 'Orders at the price that an earlier Price > Fix step has fixed',
		},
	],
	default: 'automatic',
	displayOptions: { hide: { '@tool': [true] } },
};

/** Where the price comes from. A total price needs the price of the same step. */
export const price: Tucked = {
	...tuck([priceTokenField]),
	fields: [priceSourceField, shownIf(priceTokenField, { priceSource: ['token'] })].map(inVersion1),
};

/** A model gets no say in where the price comes from. */
function isByToken({ tool, params }: ItemContext): boolean {
	if (tool !== undefined) return false;
	if (!params.has('priceSource')) return params.has('priceToken');
	return params.choice('priceSource', 'Price', ['automatic', 'token']) === 'token';
}

export const safetyFields = (side: Side): INodeProperties[] => [
	{
		displayName: 'Price Limits',
		name: 'limits',
		type: 'collection',
		placeholder: 'Add Limit',
		default: {},
		description: 'Checked against the fixed price before anything is ordered',
		// A tool has no choice of where the price comes from, and limits all the same.
		displayOptions: { hide: { priceSource: ['token'] } },
		options: [
			{
				displayName: 'Maximum Total',
				name: 'maxTotal',
				type: 'number',
				typeOptions: { minValue: 0, numberPrecision: 2 },
				default: 0,
				description: 'Most the whole order may come to, in the chosen currency. 0 means no limit.',
			},
			side === 'buy'
				? {
						displayName: 'Maximum Unit Price',
						name: 'maxUnitPrice',
						type: 'number',
						typeOptions: { minValue: 0 },
						default: 0,
						description: 'Most that one gram may cost. 0 means no limit.',
					}
				: {
						displayName: 'Minimum Unit Price',
						name: 'minUnitPrice',
						type: 'number',
						typeOptions: { minValue: 0 },
						default: 0,
						description: 'Least that one gram must bring. 0 means no limit.',
					},
		],
	},
	previewOnlyField(
		`Whether to fix the price and return what would be ${WORDS[side].past}, without ordering anything`,
	),
];

/** Only for orders by total price that this node has to work out itself. */
export const gramDecimalsOption: INodeProperties = {
	displayName: 'Gram Decimals',
	name: 'gramDecimals',
	type: 'number',
	typeOptions: { minValue: 0, maxValue: 8 },
	default: 4,
	description: 'Decimals that grams worked out from a total price are rounded down to',
};

const METAL_VALUES = [...METALS.map(({ sku }) => sku), 'other'] as const;

/** Keys of the body that the order itself fills: for a company, no customer is slipped in either. */
export const ORDER_BODY = [
	'price_token',
	'currency_code',
	'external_id',
	'items',
	'customer',
	'customer_external_id',
	'payment_type',
	'payment',
] as const;

/**
 * Everything that a buy and a sell read the same way.
 *
 * @throws FieldError
 */
export function readOrder(item: ItemContext, side: Side): Omit<DigitalOrder, 'body'> {
	const { params } = item;
	// First of all: what fails after it can be named.
	const own = readOwnId(item);
	const forCustomer =
		params.choice('account', WORDS[side].account, ['customer', 'partner']) === 'customer';
	const wanted = {
		side,
		sku: readMetal(params),
		customer: forCustomer ? readCustomerOf(params, side) : undefined,
		currency: readOrderCurrency(params),
		quantity: readQuantity(params),
		limits: readLimits(params),
		priceToken: isByToken(item)
			? params.text('priceToken', 'Price Token', { max: 255 })
			: undefined,
	};
	const order = { ...wanted, externalId: own ?? idOfWish(item, wishOf(wanted)) };
	return item.tool?.guardOrder(item, order) ?? order;
}

function readMetal(params: ItemParameters): string {
	if (!params.has('metal')) return readSku(params, 'Metal');
	const metal = params.choice('metal', 'Metal', METAL_VALUES);
	return metal === 'other' ? readSku(params) : metal;
}

/** What makes it this order and no other, whatever it costs. */
function wishOf(order: Pick<DigitalOrder, 'side' | 'sku' | 'customer' | 'currency' | 'quantity'>) {
	const { side, sku, customer, currency, quantity } = order;
	const amount = 'grams' in quantity ? [quantity.grams] : [quantity.total, currency];
	return [side, customer?.externalId ?? null, sku, ...amount];
}

/** A sell names the customer by ID alone. */
function readCustomerOf(params: ItemParameters, side: Side): WantedCustomer {
	return side === 'buy'
		? readCustomer(params)
		: { externalId: readCustomerId(params), identityNumber: false };
}

/** The account whose orders go one after another: a customer's wallet, or the company's own. */
export function accountOf(params: ItemParameters): string {
	return params.raw('account') === 'partner' ? '' : readCustomerId(params);
}

function readQuantity(params: ItemParameters): Quantity {
	const gramDecimals = readGramDecimals(params);
	return params.choice('orderBy', 'Order By', ['grams', 'total']) === 'grams'
		? { grams: readGrams(params) }
		: { total: readTotalPrice(params), gramDecimals };
}

function readGramDecimals(params: ItemParameters): number {
	const rule = { field: 'Gram Decimals', maxDecimals: 0, zero: true };
	const decimals = params.number('options.gramDecimals', rule, 4);
	if (decimals <= GRAM_DECIMALS) return decimals;
	throw new FieldError(
		rule.field,
		`Gram Decimals is more than ${GRAM_DECIMALS}`,
		`Use 0 to ${GRAM_DECIMALS}.`,
	);
}

function readLimits(params: ItemParameters): PriceLimits {
	const read = (name: keyof PriceLimits, field: string, maxDecimals: number) =>
		params.optionalNumber(`limits.${name}`, { field, maxDecimals, isPrice: true });
	return {
		maxUnitPrice: read('maxUnitPrice', 'Maximum Unit Price', 4),
		minUnitPrice: read('minUnitPrice', 'Minimum Unit Price', 4),
		maxTotal: read('maxTotal', 'Maximum Total', 2),
	};
}
