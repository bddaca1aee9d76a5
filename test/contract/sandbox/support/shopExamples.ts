import { ADA } from './client';
import type { Example } from './examples';
import {
	BAR,
	BILLING,
	ECOM,
	GOLD,
	SHIPPING,
	STORED_ADDRESS,
	Shopper,
	WALLET,
	completion,
	key,
} from './shop';

const CUSTOMER = `external_customer_id=${ADA.external_id}`;
const TOKEN = 'x'.repeat(32);
const SHORT = 'x'.repeat(31);
const ITEM = { external_customer_id: ADA.external_id, sku: BAR, qty: 1 };
const WALLET_ITEM = { ...ITEM, sku: GOLD };

/** A basket of Walletable of one kind, and the body that completes it. */
const complete = (kind: 'buy' | 'sell' | 'delivery', more: object = {}): Example => ({
	valid: async (partner) => {
		const { token } = await new Shopper(partner).addToWallet(GOLD, 1, { type: kind });
		return { path: completion(kind), body: { ...key(token), ...more } };
	},
	refused: [
		{ body: { cart_token: TOKEN }, field: 'external_customer_id' },
		{ body: key(SHORT), field: 'cart_token' },
		{ body: key(`${TOKEN}x`), field: 'cart_token' },
	],
});

/** One entry an operation of E-Commerce and Walletable. */
export const SHOP_EXAMPLES: Record<string, Example> = {
	ecomGetProducts: {
		valid: async () => ({ path: '/partner/ecom/products?page=1&total=5' }),
		refused: [
			{ path: '/partner/ecom/products?total=5', field: 'page' },
			{ path: '/partner/ecom/products?page=1', field: 'total' },
			{ path: '/partner/ecom/products?page=0&total=5', field: 'page' },
			{ path: '/partner/ecom/products?page=1&total=4', field: 'total' },
			{ path: '/partner/ecom/products?page=1&total=101', field: 'total' },
		],
	},
	ecomGetProduct: {
		valid: async () => ({ path: `/partner/ecom/product?sku=${BAR}` }),
		refused: [
			{ path: '/partner/ecom/product?sku=', field: 'sku' },
			{ path: '/partner/ecom/product?id=first', field: 'id' },
		],
	},
	createCustomerAddress: {
		valid: async () => ({ path: '/partner/customer/address', body: STORED_ADDRESS }),
		refused: [
			{ body: { ...STORED_ADDRESS, type: 'office' }, field: 'type' },
			{ body: { ...STORED_ADDRESS, invoice_type: undefined }, field: 'invoice_type' },
			{ body: { ...STORED_ADDRESS, tax_number: undefined }, field: 'tax_number' },
			{ body: { ...STORED_ADDRESS, external_customer_id: '' }, field: 'external_customer_id' },
		],
	},
	createCustomerAddresses: {
		valid: async () => ({
			path: '/partner/customer/address/createmulti',
			body: { external_customer_id: ADA.external_id, addresses: [STORED_ADDRESS] },
		}),
		refused: [
			{ body: { addresses: [] }, field: 'external_customer_id' },
			{ body: { external_customer_id: ADA.external_id }, field: 'addresses' },
			{
				body: {
					external_customer_id: ADA.external_id,
					addresses: [STORED_ADDRESS, { ...STORED_ADDRESS, city: undefined }],
				},
				field: 'addresses.1.city',
			},
		],
	},
	ecomGetBasket: {
		valid: async (partner) => {
			const { token } = await new Shopper(partner).add();
			return { path: `${ECOM}?${CUSTOMER}&cart_token=${token}` };
		},
		refused: [
			{ path: ECOM, field: 'external_customer_id' },
			{ path: `${ECOM}?${CUSTOMER}&cart_token=${SHORT}`, field: 'cart_token' },
		],
	},
	ecomAddBasketItem: {
		valid: async () => ({ path: ECOM, body: ITEM }),
		refused: [
			{ body: { ...ITEM, sku: undefined }, field: 'sku' },
			{ body: { ...ITEM, sku: GOLD }, field: 'sku' },
			{ body: { ...ITEM, qty: 0 }, field: 'qty' },
			{ body: { ...ITEM, qty: 1.5 }, field: 'qty' },
			{ body: { ...ITEM, qty: 21 }, field: 'qty' },
			{ body: { ...ITEM, cart_token: SHORT }, field: 'cart_token' },
		],
	},
	ecomUpdateBasketItem: {
		valid: async (partner) => {
			const { token } = await new Shopper(partner).add();
			return { path: ECOM, body: { ...key(token), sku: BAR, qty: 3 } };
		},
		refused: [{ body: { ...key(TOKEN), sku: BAR }, field: 'qty' }],
	},
	ecomDeleteBasketItem: {
		valid: async (partner) => {
			const { token } = await new Shopper(partner).add();
			return { path: ECOM, body: { ...key(token), sku: BAR } };
		},
		refused: [
			{ body: key(TOKEN), field: 'sku' },
			{ body: { ...key(SHORT), sku: BAR }, field: 'cart_token' },
		],
	},
	ecomGetIncompleteBaskets: {
		valid: async (partner) => {
			await new Shopper(partner).add();
			return { path: `/partner/ecom/baskets?customer_external_id=${ADA.external_id}` };
		},
		refused: [
			{ path: '/partner/ecom/baskets', field: 'customer_external_id' },
			{
				path: `/partner/ecom/baskets?customer_external_id=${ADA.external_id}&card_bin=54066`,
				field: 'card_bin',
			},
			{
				path: `/partner/ecom/baskets?customer_external_id=${ADA.external_id}&startDate=2026-01-01`,
				field: 'endDate',
			},
		],
	},
	ecomSetBasketAddress: {
		valid: async (partner) => {
			const { token } = await new Shopper(partner).add();
			const body = { ...key(token), shipping: SHIPPING, billing: BILLING, card_bin: '540667' };
			return { path: `${ECOM}/setaddress`, body };
		},
		refused: [
			{
				body: { ...key(TOKEN), shipping: { ...SHIPPING, phone: undefined }, billing: BILLING },
				field: 'shipping.phone',
			},
			{
				body: { ...key(TOKEN), shipping: { ...SHIPPING, zipcode: '123456' }, billing: BILLING },
				field: 'shipping.zipcode',
			},
			{
				body: { ...key(TOKEN), shipping: SHIPPING, billing: { ...BILLING, district: undefined } },
				field: 'billing.district',
			},
			{
				body: { ...key(TOKEN), shipping: SHIPPING, billing: BILLING, card_bin: '54066' },
				field: 'card_bin',
			},
		],
	},
	ecomClearBasket: {
		valid: async (partner) => {
			const { token } = await new Shopper(partner).add();
			return { path: `${ECOM}/empty`, body: key(token) };
		},
		refused: [
			{ body: key(SHORT), field: 'cart_token' },
			{ body: { cart_token: TOKEN }, field: 'external_customer_id' },
		],
	},
	ecomCompleteBasket: {
		valid: async (partner) => {
			const token = await new Shopper(partner).readyBasket();
			return { path: `${ECOM}/complete`, body: { ...key(token), note: 'passes untouched' } };
		},
		refused: [
			{ body: key(SHORT), field: 'cart_token' },
			{ body: { cart_token: TOKEN }, field: 'external_customer_id' },
		],
	},
	ecomGetOrders: {
		valid: async () => ({ path: '/partner/ecom/orders?page=1&total=30&status=2&sortBy=total' }),
		refused: [
			{ path: '/partner/ecom/orders?total=4', field: 'total' },
			{ path: '/partner/ecom/orders?total=31', field: 'total' },
			{ path: '/partner/ecom/orders?page=0', field: 'page' },
			{ path: '/partner/ecom/orders?sku=MN', field: 'sku' },
			{ path: '/partner/ecom/orders?sortType=up', field: 'sortType' },
			{ path: '/partner/ecom/orders?status=Created', field: 'status' },
			{ path: '/partner/ecom/orders?endDate=2026-01-01', field: 'startDate' },
		],
	},
	ecomGetOrder: {
		valid: async (partner) => {
			const { token } = await new Shopper(partner).add();
			const body = { customer_external_id: ADA.external_id, cart_token: token };
			return { path: '/partner/ecom/getorder', body };
		},
		refused: [
			{ body: key(TOKEN), field: 'customer_external_id' },
			{
				body: { customer_external_id: ADA.external_id, cart_token: SHORT },
				field: 'cart_token',
			},
		],
	},
	walletableGetProducts: {
		valid: async () => ({ path: '/partner/walletable/products' }),
		refused: [{ path: '/partner/walletable/products?total=101', field: 'total' }],
	},
	walletableGetBasket: {
		valid: async (partner) => {
			await new Shopper(partner).addToWallet();
			return { path: `${WALLET}?${CUSTOMER}` };
		},
		refused: [{ path: WALLET, field: 'external_customer_id' }],
	},
	walletableAddBasketItem: {
		valid: async () => ({ path: WALLET, body: { ...WALLET_ITEM, type: 'buy' } }),
		refused: [
			{ body: { ...WALLET_ITEM, sku: BAR }, field: 'sku' },
			{ body: { ...WALLET_ITEM, type: 'gift' }, field: 'type' },
			{ body: { ...WALLET_ITEM, qty: 101 }, field: 'qty' },
		],
	},
	walletableUpdateBasketItem: {
		valid: async (partner) => {
			const { token } = await new Shopper(partner).addToWallet();
			return { path: WALLET, body: { ...key(token), sku: GOLD, qty: 3 } };
		},
		refused: [{ body: { ...key(TOKEN), sku: GOLD, qty: '3' }, field: 'qty' }],
	},
	walletableDeleteBasketItem: {
		valid: async (partner) => {
			const { token } = await new Shopper(partner).addToWallet();
			return { path: WALLET, body: { ...key(token), sku: GOLD } };
		},
		refused: [{ body: key(TOKEN), field: 'sku' }],
	},
	walletableCompleteBuy: complete('buy'),
	walletableCompleteSell: complete('sell'),
	walletableCompleteDelivery: complete('delivery', { shipping: SHIPPING }),
	walletableGetOrders: {
		valid: async () => ({ path: '/partner/walletable/orders?status=2,5&tx_type=buy,sell&total=5' }),
		refused: [
			{ path: '/partner/walletable/orders?total=4', field: 'total' },
			{ path: '/partner/walletable/orders?total=31', field: 'total' },
			{ path: '/partner/walletable/orders?tx_type=gift', field: 'tx_type' },
			{ path: '/partner/walletable/orders?startDate=2026-01-01', field: 'endDate' },
		],
	},
	walletableGetBalance: {
		valid: async () => ({
			path: `/partner/walletable/balance?metal_type=gold,silver&${CUSTOMER}&is_deliverable=false`,
		}),
		refused: [
			{ path: '/partner/walletable/balance?metal_type=tin', field: 'metal_type' },
			{ path: '/partner/walletable/balance?is_deliverable=maybe', field: 'is_deliverable' },
		],
	},
};
