import { Decimal } from 'decimal.js';
import type { Customer } from '../customers';
import type { Json } from '../views';
import type { Bar } from './bars';
import { barsOf } from './bars';
import { imageOf } from './product-view';
import type { Shop } from './shop';

export interface BalanceFilter {
	metals: readonly Bar['metal'][] | null;
	isDeliverable: boolean | undefined;
}

/**
 * The bars that customers have, summed up; keys in camelCase. Only productName and images are
 * public. What is free can be delivered (assumed).
 */
export function balanceView(
	shop: Shop,
	customers: readonly Customer[],
	{ metals, isDeliverable }: BalanceFilter,
): Json[] {
	const sum = (pick: (customer: Customer) => Decimal): number =>
		customers.reduce((total, customer) => total.plus(pick(customer)), new Decimal(0)).toNumber();
	return barsOf('wallet')
		.filter(({ metal }) => !metals || metals.includes(metal))
		.map((bar) => ({
			productName: bar.name,
			images: [imageOf(bar)],
			productId: bar.productId,
			sku: bar.sku,
			metalType: bar.metal,
			productWeight: bar.grams,
			amount: sum((customer) => shop.barsOf(customer).get(bar.sku).balance),
			availableAmount: sum((customer) => shop.barsOf(customer).available(bar.sku)),
		}))
		.filter(({ amount }) => amount > 0)
		.filter(
			({ availableAmount }) => isDeliverable === undefined || isDeliverable === availableAmount > 0,
		);
}
