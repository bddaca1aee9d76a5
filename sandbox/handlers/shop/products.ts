import { barsOf, findBar } from '../../domain/shop/bars';
import type { Bar, Section } from '../../domain/shop/bars';
import { productView } from '../../domain/shop/product-view';
import type { PageQuery } from '../../domain/paginator';
import { paginate } from '../../domain/paginator';
import type { Json } from '../../domain/views';
import { ApiError } from '../../errors';
import type { Call, Handlers } from '../call';

export const products: Handlers = {
	ecomGetProducts: (call: Call) => catalogue(call, 'ecom', '/partner/ecom/products'),

	ecomGetProduct(call: Call) {
		const { sku, id } = call.query as { sku?: string; id?: number };
		const named = sku === undefined && id === undefined ? undefined : barsOf('ecom');
		const bar = named?.find(
			(candidate) =>
				(sku === undefined || findBar('ecom', sku) === candidate) &&
				(id === undefined || candidate.productId === id),
		);
		if (!bar) throw new ApiError('productNotFound');
		return view(call, 'ecom')(bar);
	},

	walletableGetProducts: (call: Call) => catalogue(call, 'wallet', '/partner/walletable/products'),
};

function catalogue(call: Call, section: Section, path: string): Json {
	const url = `${call.baseUrl}${path}`;
	return paginate(barsOf(section), call.query as PageQuery, url, view(call, section));
}

function view({ world }: Call, section: Section): (bar: Bar) => Json {
	const prices = world.shop.prices.quote(section, 'buy', world.clock.now());
	return (bar) => productView(bar, prices.get(bar.sku), world.shop.stock(bar));
}
