import type {
	ILoadOptionsFunctions,
	INodeListSearchItems,
	INodeListSearchResult,
} from 'n8n-workflow';
import type { MintedApi } from '../../minted/client/api';
import type { EcomProduct } from '../../minted/model';
import type { ShopOrder } from '../../minted/orders/basket';
import { checkCustomerId } from '../shared/fields/customer';
import { matching } from '../shared/listSearch';
import { askedPath } from '../shared/pathEntry';
import { withConnection } from '../shared/withConnection';

const ROWS_PER_PAGE = 30;

type ListEndpoint =
	'ecomGetProducts' | 'walletableGetProducts' | 'ecomGetIncompleteBaskets' | 'walletableGetBasket';

async function read<T>(
	context: ILoadOptionsFunctions,
	endpoint: ListEndpoint,
	work: (api: MintedApi) => Promise<T>,
): Promise<T> {
	return await withConnection(
		context,
		async (connection) => await work(connection.api({ retryForMs: 5_000, timeoutMs: 15_000 })),
		(connection) => askedPath(endpoint, connection, { only: true }),
	);
}

async function searchBars(
	context: ILoadOptionsFunctions,
	endpoint: 'ecomGetProducts' | 'walletableGetProducts',
	filter: string | undefined,
	paginationToken: string | undefined,
): Promise<INodeListSearchResult> {
	const page = Number(paginationToken ?? 1);
	const { data, last_page } = await read(
		context,
		endpoint,
		async (api) => await api.call(endpoint, { query: { page, total: ROWS_PER_PAGE } }),
	);
	const items = data.map(({ sku, name, sale_price, currency_code }: EcomProduct) => ({
		name: `${name} (${sku}, ${sale_price} ${currency_code})`,
		value: sku,
	}));
	return {
		results: matching(items, filter),
		paginationToken: page < (last_page ?? 1) ? String(page + 1) : undefined,
	};
}

/** The bars of E-Commerce. */
export async function searchProducts(
	this: ILoadOptionsFunctions,
	filter?: string,
	paginationToken?: string,
): Promise<INodeListSearchResult> {
	return await searchBars(this, 'ecomGetProducts', filter, paginationToken);
}

/** The bars of Walletable. */
export async function searchWalletProducts(
	this: ILoadOptionsFunctions,
	filter?: string,
	paginationToken?: string,
): Promise<INodeListSearchResult> {
	return await searchBars(this, 'walletableGetProducts', filter, paginationToken);
}

/** The baskets that the customer chosen in the same node has not completed, newest first. */
export async function searchBaskets(
	this: ILoadOptionsFunctions,
	filter?: string,
	paginationToken?: string,
): Promise<INodeListSearchResult> {
	const customer_external_id = chosenCustomer(this);
	const page = Number(paginationToken ?? 1);
	const { data, last_page } = await read(
		this,
		'ecomGetIncompleteBaskets',
		async (api) =>
			await api.call('ecomGetIncompleteBaskets', {
				query: { customer_external_id, page, total: ROWS_PER_PAGE },
			}),
	);
	return {
		results: matching(data.map(asItem), filter),
		paginationToken: page < (last_page ?? 1) ? String(page + 1) : undefined,
	};
}

/** The one basket of Walletable that is active: the API has no list of them. */
export async function searchWalletBaskets(
	this: ILoadOptionsFunctions,
	filter?: string,
): Promise<INodeListSearchResult> {
	const external_customer_id = chosenCustomer(this);
	const basket = await read(
		this,
		'walletableGetBasket',
		async (api) => await api.call('walletableGetBasket', { query: { external_customer_id } }),
	);
	return { results: matching([asItem(basket)], filter) };
}

const chosenCustomer = (context: ILoadOptionsFunctions): string =>
	checkCustomerId(context.getCurrentNodeParameter('customerId', { extractValue: true }));

function asItem({ items = [], paid_total, token }: ShopOrder): INodeListSearchItems {
	const [first] = items;
	const more = items.length > 1 ? ` and ${items.length - 1} more` : '';
	const what = first === undefined ? 'Empty' : `${first.product_name ?? first.sku ?? ''}${more}`;
	return { name: `${what}, ${paid_total ?? '?'} (${token})`, value: token };
}
