/** Names for the contract's schemas and the fixed lists of the documentation. */
import type { components } from './generated/types';

type Schemas = components['schemas'];

export type Order = Schemas['Order'];
/** The names an order is known by: Minted's two, and the partner's own. */
export type OrderKey = { guid: string } | { order_code: string } | { external_id: string };

export type OrderResponse = Schemas['OrderResponse'];
export type PriceFix = Schemas['PricefixResponse'];
export type Price = Schemas['PricefixPrice'];
export type CalculatedPrice = Schemas['CalculatedPrice'];
export type Customer = Schemas['Customer'];
export type OrderCustomer = Schemas['OrderCustomerRequest'];
export type DeliveryOrder = Schemas['DeliveryOrder'];
export type CreditCard = Schemas['CreditCard'];
export type Balance = Schemas['Balance'];
export type EcomOrder = Schemas['EcomOrder'];
export type EcomProduct = Schemas['EcomProduct'];
export type WalletableOrder = Schemas['WalletableOrder'];
export type Currency = Schemas['CurrencyCode'];
export type OrderStatus = Schemas['OrderStatus'];
export type OrderType = Schemas['OrderType'];

/** Of prices, orders and cash. */
export const CURRENCIES: readonly Currency[] = ['EUR', 'GBP', 'TRY', 'USD'];

/** What the list of orders and a push tell apart. */
export const ORDER_TYPES: readonly OrderType[] = ['Buy', 'Delivery', 'Sell'];

/** In the order of the documentation; ids would be 1, 2, ... (1 and 2 are documented). */
export const ORDER_STATUSES: readonly OrderStatus[] = [
	'Created',
	'Pending',
	'Processing',
	'Cancelled',
	'Completed',
	'Preparing',
	'Packed',
	'Shipped',
	'Transferring',
	'Refunding',
	'Refunded',
	'Payment Confirmed',
];

/** Digital storage products of the Price Fix page. */
export const METALS = [
	{ name: 'Gold', sku: 'GAU' },
	{ name: 'Palladium', sku: 'GPD' },
	{ name: 'Platinum', sku: 'GPT' },
	{ name: 'Silver', sku: 'GAG' },
] as const;

/** Those of the same page that no public page names. */
export const UNNAMED_SKUS = ['BGAG', 'BGAU'] as const;

/** The name of a metal by its SKU; undefined for a SKU that no public page names. */
export const metalNameOf = (sku: unknown): string | undefined =>
	METALS.find((metal) => metal.sku === sku)?.name;
