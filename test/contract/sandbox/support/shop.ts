import type { DataOf } from '../../../../minted/client/api';
import { ADA, type Partner } from './client';

export type EcomOrder = DataOf<'ecomGetBasket'>;
export type WalletOrder = DataOf<'walletableGetBasket'>;

export const ECOM = '/partner/ecom/basket';
export const WALLET = '/partner/walletable/basket';

/** A bar of each section: both are in the documentation. */
export const BAR = 'MNT0001';
export const GOLD = 'MNTBAE0001';
export const SILVER = 'MNTBAE0013';

export const SHIPPING = {
	tax_number: '10000000146',
	fullname: 'Ada Example',
	phone: '+905000000000',
	city: 'İstanbul',
	county: 'Kadıköy',
	district: 'Örnek',
	address: 'Örnek Sokak 1',
};
export const BILLING = { ...SHIPPING, invoice_type: 'Individual', email: 'ada@example.com' };

export const STORED_ADDRESS = {
	external_customer_id: ADA.external_id,
	type: 'shipping',
	invoice_type: 'Individual',
	tax_number: '10000000146',
	city: 'İstanbul',
	county: 'Kadıköy',
	address: 'Örnek Sokak 2',
};

/** What the calls of a customer's basket have in common. */
export function key(token: string): { external_customer_id: string; cart_token: string } {
	return { external_customer_id: ADA.external_id, cart_token: token };
}

/** A partner who fills and completes baskets for Ada. */
export class Shopper {
	constructor(readonly partner: Partner) {}

	/** Adds to a basket of E-Commerce, to a new one where no token is given. */
	add(sku = BAR, qty = 1, token?: string): Promise<EcomOrder> {
		const body = { external_customer_id: ADA.external_id, sku, qty, cart_token: token };
		return this.partner.data<'ecomAddBasketItem'>('POST', ECOM, body);
	}

	setAddress(token: string): Promise<EcomOrder> {
		const body = { ...key(token), shipping: SHIPPING, billing: BILLING };
		return this.partner.data<'ecomSetBasketAddress'>('PATCH', `${ECOM}/setaddress`, body);
	}

	/** The token of a basket of E-Commerce that could be completed. */
	async readyBasket(sku = BAR, qty = 1): Promise<string> {
		const { token } = await this.add(sku, qty);
		await this.setAddress(token);
		return token;
	}

	complete(token: string, more: object = {}): Promise<EcomOrder> {
		const body = { ...key(token), ...more };
		return this.partner.data<'ecomCompleteBasket'>('PUT', `${ECOM}/complete`, body);
	}

	basket(token?: string): Promise<EcomOrder> {
		return this.partner.data<'ecomGetBasket'>('GET', `${ECOM}?${query(token)}`);
	}

	/** Get Order. */
	order(token: string): Promise<EcomOrder> {
		const body = { customer_external_id: ADA.external_id, cart_token: token };
		return this.partner.data<'ecomGetOrder'>('POST', '/partner/ecom/getorder', body);
	}

	orders(parameters = 'page=1'): Promise<DataOf<'ecomGetOrders'>> {
		return this.partner.data<'ecomGetOrders'>('GET', `/partner/ecom/orders?${parameters}`);
	}

	/** Adds to a basket of Walletable. */
	addToWallet(sku = GOLD, qty = 1, more: object = {}): Promise<WalletOrder> {
		const body = { external_customer_id: ADA.external_id, sku, qty, ...more };
		return this.partner.data<'walletableAddBasketItem'>('POST', WALLET, body);
	}

	walletBasket(token?: string): Promise<WalletOrder> {
		return this.partner.data<'walletableGetBasket'>('GET', `${WALLET}?${query(token)}`);
	}

	completeWallet(
		kind: 'buy' | 'sell' | 'delivery',
		token: string,
		more: object = {},
	): Promise<WalletOrder> {
		const body = { ...key(token), ...more };
		return this.partner.data<'walletableCompleteBuy'>('POST', completion(kind), body);
	}

	walletOrders(parameters = 'page=1'): Promise<DataOf<'walletableGetOrders'>> {
		const path = `/partner/walletable/orders?${parameters}`;
		return this.partner.data<'walletableGetOrders'>('GET', path);
	}

	/** How many pieces of a bar Ada has, by the balance. */
	async pieces(sku = GOLD): Promise<number> {
		const path = `/partner/walletable/balance?external_customer_id=${ADA.external_id}`;
		const rows = await this.partner.data<'walletableGetBalance'>('GET', path);
		return Number(rows.find((row) => row.sku === sku)?.amount ?? 0);
	}
}

export function completion(kind: 'buy' | 'sell' | 'delivery'): string {
	return `/partner/walletable/complete/${kind}`;
}

function query(token: string | undefined): string {
	const customer = `external_customer_id=${ADA.external_id}`;
	return token === undefined ? customer : `${customer}&cart_token=${token}`;
}
