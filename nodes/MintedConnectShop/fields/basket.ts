import type { INodeProperties } from 'n8n-workflow';
import type { BasketKey } from '../../../minted/orders/basket';
import { customerField, readCustomerId } from '../../shared/fields/customer';
import { locator } from '../../shared/fields/locators';
import { changeInTurn } from '../../shared/fields/placing';
import type { ItemContext } from '../../shared/operation';
import type { ItemParameters } from '../../shared/run/parameters';

/** The two sections have products and baskets of their own. */
export type Section = 'ecom' | 'wallet';

const LISTS = {
	ecom: { products: 'searchProducts', baskets: 'searchBaskets', sku: 'e.g. MNT0001' },
	wallet: {
		products: 'searchWalletProducts',
		baskets: 'searchWalletBaskets',
		sku: 'e.g. MNTBAE0001',
	},
} as const;

const TOKEN = { min: 32, max: 32 };

export const cartTokenField = (section: Section): INodeProperties =>
	locator({
		name: 'cartToken',
		displayName: 'Basket',
		description: 'The basket, by its cart token: 32 characters that Minted gave it',
		searchListMethod: LISTS[section].baskets,
		placeholder: 'e.g. {{ $json.cart_token }}',
	});

/** @throws FieldError */
export const readCartToken = (params: ItemParameters): string =>
	params.id('cartToken', 'Basket', TOKEN);

/** Whose basket, and which. */
export const basketFields = (section: Section): INodeProperties[] => [
	customerField('Your own ID of the customer whose basket it is'),
	cartTokenField(section),
];

/** @throws FieldError */
export const readBasketKey = (params: ItemParameters): BasketKey => ({
	customerExternalId: readCustomerId(params),
	cartToken: readCartToken(params),
});

/** The same as the calls of the basket name it. @throws FieldError */
export function readNamedBasket(params: ItemParameters): {
	external_customer_id: string;
	cart_token: string;
} {
	const { customerExternalId, cartToken } = readBasketKey(params);
	return { external_customer_id: customerExternalId, cart_token: cartToken };
}

/** A basket that is being completed stays as it was looked at: changes wait until that has ended. */
export async function changeBasket<Body extends { cart_token?: string }, Result>(
	item: ItemContext,
	body: Body,
	send: (parts: { body: Body }) => Promise<Result>,
): Promise<Result> {
	const { cart_token: token } = body;
	if (token === undefined) return await send({ body });
	return await changeInTurn(item, 'basket', token, async () => await send({ body }));
}

/** Names that the body has already; what else is sent is the user's. */
export const BASKET_BODY = ['external_customer_id', 'cart_token'] as const;

/** The customer's newest basket, or one by its token. */
export const anyBasketFields = (section: Section): INodeProperties[] => [
	customerField('Your own ID of the customer whose basket it is'),
	{
		displayName: 'Find By',
		name: 'basketBy',
		type: 'options',
		noDataExpression: true,
		options: [
			{ name: 'Cart Token', value: 'token', description: 'One of several baskets' },
			{ name: 'Customer', value: 'customer', description: 'The basket that is in use' },
		],
		default: 'customer',
		description: 'Which basket of the customer is meant',
	},
	{ ...cartTokenField(section), displayOptions: { show: { basketBy: ['token'] } } },
];

/** @throws FieldError */
export function readAnyBasket(params: ItemParameters): {
	external_customer_id: string;
	cart_token?: string;
} {
	const byToken = params.choice('basketBy', 'Find By', ['customer', 'token']) === 'token';
	return {
		external_customer_id: readCustomerId(params),
		...(byToken ? { cart_token: readCartToken(params) } : {}),
	};
}

export const barField = (section: Section): INodeProperties =>
	locator({
		name: 'sku',
		displayName: 'Product',
		description: 'The bar, by its SKU',
		searchListMethod: LISTS[section].products,
		placeholder: LISTS[section].sku,
	});

/** @throws FieldError */
export const readBar = (params: ItemParameters): string =>
	params.id('sku', 'Product', { min: 1, max: 110 });

/** One bar in a basket. @throws FieldError */
export const readNamedBar = (
	params: ItemParameters,
): ReturnType<typeof readNamedBasket> & { sku: string } => ({
	...readNamedBasket(params),
	sku: readBar(params),
});

export const quantityField = (description: string): INodeProperties => ({
	displayName: 'Quantity',
	name: 'qty',
	type: 'number',
	typeOptions: { minValue: 1, numberPrecision: 0 },
	default: 1,
	required: true,
	description,
});

/** Pieces. @throws FieldError */
export const readQuantity = (params: ItemParameters): number =>
	params.number('qty', { field: 'Quantity', maxDecimals: 0 });

/** The table of contents has two entries for adding: to a new basket, and to an existing one. */
export const addToFields = (section: Section): INodeProperties[] => [
	customerField(),
	{
		displayName: 'Add To',
		name: 'addTo',
		type: 'options',
		noDataExpression: true,
		options: [
			{ name: 'Existing Basket', value: 'existing' },
			{ name: 'New Basket', value: 'new' },
		],
		default: 'new',
	},
	{ ...cartTokenField(section), displayOptions: { show: { addTo: ['existing'] } } },
	barField(section),
	quantityField('How many pieces to add'),
];

interface Addition {
	isNew: boolean;
	body: { external_customer_id: string; sku: string; qty: number; cart_token?: string };
}

/** What is added and where, and whether that is a new basket. @throws FieldError */
export function readAddition(params: ItemParameters): Addition {
	const isNew = params.choice('addTo', 'Add To', ['new', 'existing']) === 'new';
	return {
		isNew,
		body: {
			external_customer_id: readCustomerId(params),
			sku: readBar(params),
			qty: readQuantity(params),
			...(isNew ? {} : { cart_token: readCartToken(params) }),
		},
	};
}
