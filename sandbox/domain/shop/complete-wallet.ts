import { Decimal } from 'decimal.js';
import { ApiError, fieldError } from '../../errors';
import type { Customer } from '../customers';
import type { Credit, Hold } from '../progress';
import { existingCustomer, hold } from '../trading';
import type { World } from '../world';
import type { ShippingAddress } from './addresses';
import { shipTo } from './addresses';
import { countBars } from './bars';
import type { BasketKey, BasketKind, Content } from './baskets';
import { checkCompletion, snapshot } from './complete';
import type { ShopOrder } from './orders';
import type { Shop } from './shop';

export interface WalletCompleteRequest extends BasketKey {
	/** Of a delivery; the API's name for it is not public. */
	shipping?: Partial<ShippingAddress>;
}

/**
 * Makes an order of a Walletable basket. Bars move between wallet and vault; money is settled with
 * the partner outside of the API (assumed). Throws ApiError.
 */
export function completeWallet(
	world: World,
	kind: BasketKind,
	request: WalletCompleteRequest,
): ShopOrder {
	const { shop } = world;
	const basket = checkCompletion(shop, 'wallet', request);
	const customer = existingCustomer(world, request.external_customer_id);
	const { content } = basket;
	if (content.kind !== kind) {
		throw fieldError('cart_token', `is a basket to ${content.kind}`, `${content.kind} sepetidir`);
	}
	const shipping = kind === 'delivery' ? readShipping(shop, customer, request) : null;
	const moves = moveBars(shop, customer, content);
	const draft = snapshot(shop, basket);
	const order = shop.orders.place({
		...draft,
		...moves,
		content: { ...draft.content, shipping },
		externalId: null,
		payment: null,
	});
	basket.orders.push(order);
	return order;
}

function moveBars(
	shop: Shop,
	customer: Customer,
	{ kind, pieces }: Content,
): { holds: Hold[]; credits: Credit[] } {
	const wallets = shop.barsOf(customer);
	const counts = [...countBars(pieces)].map(([{ sku }, count]) => ({
		code: sku,
		amount: new Decimal(count),
	}));
	if (kind === 'buy') {
		const credits = counts.map(({ code, amount }): Credit => {
			return { wallets, code, amount, creditAt: 'Completed', done: false };
		});
		return { holds: [], credits };
	}
	if (counts.some(({ code, amount }) => amount.gt(wallets.available(code)))) {
		throw new ApiError('insufficientMetal');
	}
	const captureAt = kind === 'sell' ? 'Completed' : 'Shipped';
	const holds = counts.map(({ code, amount }) => hold(wallets, code, amount, captureAt));
	return { holds, credits: [] };
}

/** An address of its own, a stored one by its id, or the newest stored one. */
function readShipping(
	shop: Shop,
	customer: Customer,
	{ shipping }: WalletCompleteRequest,
): ShippingAddress {
	if (shipping?.id !== undefined) {
		return shipTo(shop.addresses.find(customer, shipping.id, 'shipping.id'), customer);
	}
	if (shipping) {
		const missing = (['fullname', 'phone', 'city', 'county', 'address'] as const).find(
			(name) => !shipping[name],
		);
		if (missing) throw fieldError(`shipping.${missing}`, 'is required', 'zorunludur');
		return { tax_number: '', district: '', ...shipping } as ShippingAddress;
	}
	const stored = shop.addresses.newestShipping(customer);
	if (!stored) throw fieldError('shipping', 'is required', 'zorunludur');
	return shipTo(stored, customer);
}
