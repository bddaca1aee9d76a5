import type { INodeProperties } from 'n8n-workflow';
import type { EcomProduct } from '../../../minted/model';
import { PRODUCT_PAGES, type ShopOrder } from '../../../minted/orders/basket';
import { ORDER_PAGES, type PageRules } from '../../../minted/orders/list';
import { readLimit } from '../../shared/fields/paging';
import type { ItemParameters } from '../../shared/run/parameters';

export const productPages = (params: ItemParameters): PageRules<EcomProduct> => ({
	what: 'products',
	bounds: PRODUCT_PAGES,
	limit: readLimit(params),
	nameOf: ({ id, sku }) => id ?? sku,
});

/** Source: https://docs.mintedconnect.com/api-8228838 (total 5 to 30). */
export const orderPages = (params: ItemParameters, what = 'orders'): PageRules<ShopOrder> => ({
	what,
	bounds: ORDER_PAGES,
	limit: readLimit(params),
	nameOf: ({ guid }) => guid,
});

/** What a list is narrowed by. */
export const filtersField = (options: INodeProperties[]): INodeProperties => ({
	displayName: 'Filters',
	name: 'filters',
	type: 'collection',
	placeholder: 'Add Filter',
	default: {},
	options,
});
