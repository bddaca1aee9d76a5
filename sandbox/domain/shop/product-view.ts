import type { Json } from '../views';
import type { Bar } from './bars';
import { SECTIONS } from './bars';
import type { BarPrice } from './bar-prices';

/** The page of a picture; there is none behind it. */
export function imageOf(bar: Bar): string {
	return `https://example.com/bars/${bar.sku}.png`;
}

/** The 12 fields of a product; what stands in basecurrency and category is assumed. */
export function productView(bar: Bar, price: BarPrice | undefined, stock: number): Json {
	const amount = price?.price.toNumber() ?? 0;
	return {
		id: bar.productId,
		name: bar.name,
		text: `${bar.name}, an example`,
		barcode: bar.barcode,
		sku: bar.sku,
		currency_code: SECTIONS[bar.section].currency,
		stock,
		list_price: amount,
		sale_price: amount,
		product_images: [imageOf(bar)],
		basecurrency: { id: bar.currencyId, name: bar.currencyName },
		category: { id: bar.metal === 'gold' ? 1 : 2, name: bar.metal === 'gold' ? 'Gold' : 'Silver' },
	};
}
