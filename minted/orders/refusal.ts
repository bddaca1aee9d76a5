import type { PaidLimits } from './basket';
import type { PriceLimits } from './digitalOrder';

/** What Minted has under an external_id, as far as it tells. */
export interface FoundOrder {
	type?: string;
	sku?: string;
	/** Grams. */
	amount?: number;
	/** Partner's id of the customer; null for the partner's own account. */
	customerExternalId?: string | null;
	orderCode?: string;
	currency?: string;
}

/** Why an order is not sent. Amounts of metal are in grams, prices in `currency` for one gram. */
export type RefusalReason =
	| { kind: 'limit'; limit: keyof PriceLimits; allowed: number; actual: number; currency: string }
	| { kind: 'notOffered'; sku: string; offered: readonly string[] }
	| { kind: 'noPrice'; sku: string }
	| { kind: 'otherCurrency'; of: 'total' | 'limits'; prices: string; order: string }
	/** Minted's own grams for a total price come to more. */
	| { kind: 'tooMuch'; total: number; actual: number; currency: string }
	| { kind: 'tooLittle'; total: number; currency: string; sku: string; unitPrice: number }
	/** `missing` has the API's names of the details. */
	| { kind: 'incompleteCustomer'; customer: string; missing: readonly string[] }
	| { kind: 'tokenWithTotal' }
	| { kind: 'tokenWithLimits' }
	/** What a basket comes to, in its own currency. */
	| { kind: 'paidLimit'; limit: keyof PaidLimits; allowed: number; actual: number }
	/** The prices in the basket have expired, and reading it did not renew them. */
	| { kind: 'expiredBasket' }
	/** Minted does not say what the basket comes to. */
	| { kind: 'noPaidTotal' }
	/** The id belongs to something else; not `certain` where it may be the same after all. */
	| { kind: 'taken'; externalId: string; certain: boolean; found?: FoundOrder };

/** An order that is not sent, for a reason that this package found. Nothing was sent. */
export class OrderRefusal extends Error {
	readonly name = 'OrderRefusal';

	constructor(readonly reason: RefusalReason) {
		super(reason.kind);
	}
}
