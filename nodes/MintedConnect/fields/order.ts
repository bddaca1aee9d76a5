import type { INodeProperties } from 'n8n-workflow';
import { METALS } from '../../../minted/model';
import { amountField, currencyField, totalPriceField } from './common';
import { customerField, skuField } from './locators';
import type { Side } from '../../../minted/orders/digitalOrder';

const WORDS = {
	buy: { verb: 'buy', past: 'bought', account: 'Bought For', wallet: 'into' },
	sell: { verb: 'sell', past: 'sold', account: 'Sold For', wallet: 'out of' },
} as const;

const METAL_OPTIONS = [
	...METALS.map(({ name, sku }) => ({ name: `${name} (${sku})`, value: sku })),
	{ name: 'Other SKU', value: 'other' },
];

/** What to order, and for whom. Shared by Buy and Sell; the words differ. */
export const subjectFields = (side: Side): INodeProperties[] => [
	{
		displayName: 'Metal',
		name: 'metal',
		type: 'options',
		noDataExpression: true,
		options: METAL_OPTIONS,
		default: 'GAU',
		description: `The metal to ${WORDS[side].verb}, in grams of digital storage`,
	},
	{ ...skuField(), displayOptions: { show: { metal: ['other'] } } },
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
export const onlyForCustomers = (fields: INodeProperties[]): INodeProperties[] =>
	fields.map((field) => ({
		...field,
		displayOptions: {
			...field.displayOptions,
			show: { account: ['customer'], ...field.displayOptions?.show },
		},
	}));

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
	currencyField('The currency the order is paid in'),
];

/** Where the price comes from. A total price needs the price of the same step. */
export const priceFields: INodeProperties[] = [
	{
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
	},
	{
		displayName: 'Price Token',
		name: 'priceToken',
		type: 'string',
		typeOptions: { password: true },
		default: '',
		required: true,
		placeholder: 'e.g. {{ $json.token }}',
		description: 'The token that Price > Fix returned. It expires after about four minutes.',
		displayOptions: { show: { priceSource: ['token'] } },
	},
];

/** The name under which an order is found again, whatever happens. */
export const externalIdField: INodeProperties = {
	displayName: 'External Order ID',
	name: 'externalId',
	type: 'string',
	default: '',
	placeholder: 'e.g. web-shop-10042',
	description:
		'Your own ID of this order. Map the ID that your shop or database gave it: if this step runs twice, the order is found by it and not placed again. Left empty, an ID is made from this workflow, execution and item, which protects against n8n trying the step again, but not against a second execution.',
};

export const safetyFields = (side: Side): INodeProperties[] => [
	{
		displayName: 'Price Limits',
		name: 'limits',
		type: 'collection',
		placeholder: 'Add Limit',
		default: {},
		description: 'Checked against the fixed price before anything is ordered',
		displayOptions: { show: { priceSource: ['automatic'] } },
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
	{
		displayName: 'Preview Only',
		name: 'previewOnly',
		type: 'boolean',
		default: false,
		description: `Whether to fix the price and return what would be ${WORDS[side].past}, without ordering anything`,
	},
];

/** Entries of the Options collection for everything that moves money. */
export const placementOptions: INodeProperties[] = [
	{
		displayName: 'Duplicate Guard',
		name: 'duplicateGuard',
		type: 'boolean',
		default: true,
		description:
			'Whether to look for an order with the same External Order ID first, and return it instead of ordering again. Turn it off only if Minted told you that repeated IDs are refused.',
	},
	{
		displayName: 'Look for Lost Orders (Seconds)',
		name: 'settleSeconds',
		type: 'number',
		typeOptions: { minValue: 1, maxValue: 600 },
		default: 30,
		description:
			'After a broken connection the order is looked up for this long before it is reported as not placed. It must be longer than Minted needs to show a new order.',
	},
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
