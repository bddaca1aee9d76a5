import type {
	ILoadOptionsFunctions,
	INodeListSearchItems,
	INodeListSearchResult,
} from 'n8n-workflow';
import { metalNameOf, METALS, UNNAMED_SKUS, type Order } from '../../minted/model';
import { maskCardNumber } from '../../minted/output/redact';
import { clock } from './client';
import { askedPath } from './pathEntry';
import { CREDENTIAL_TYPE } from './sendHttp';
import { withConnection } from './withConnection';
import { checkCustomerId } from './fields/customer';

const ROWS_PER_PAGE = 30;

/** Lists come from the orders: the API has no list of customers. */
async function ordersPage(
	context: ILoadOptionsFunctions,
	paginationToken: string | undefined,
): Promise<{ orders: Order[]; next?: string }> {
	const page = Number(paginationToken ?? 1);
	const { data, last_page } = await withConnection(
		context,
		async (connection) =>
			await connection.api({ retryForMs: 5_000, timeoutMs: 15_000 }).call('getOrders', {
				query: { page, total: ROWS_PER_PAGE, sortBy: 'created_at', sortType: 'desc' },
			}),
		(connection) => askedPath('getOrders', connection, { only: true }),
	);
	return { orders: data, next: page < (last_page ?? 1) ? String(page + 1) : undefined };
}

/** What the user typed, in the names and values of a list. */
export function matching(items: INodeListSearchItems[], filter = ''): INodeListSearchItems[] {
	const wanted = filter.toLocaleLowerCase();
	return items.filter(({ name, value }) => `${name} ${value}`.toLocaleLowerCase().includes(wanted));
}

/** Customers with recent orders, newest first. */
export async function searchCustomers(
	this: ILoadOptionsFunctions,
	filter?: string,
	paginationToken?: string,
): Promise<INodeListSearchResult> {
	const { orders, next } = await ordersPage(this, paginationToken);
	const byId = new Map<string, INodeListSearchItems>();
	for (const { customer } of orders) {
		if (!customer?.external_id) continue;
		const name = customer.fullname || [customer.firstname, customer.lastname].join(' ').trim();
		byId.set(customer.external_id, {
			name: name ? `${name} (${customer.external_id})` : customer.external_id,
			value: customer.external_id,
		});
	}
	return { results: matching([...byId.values()], filter), paginationToken: next };
}

/** Recent orders, newest first, by the kind of ID that the node asks for. */
export async function searchOrders(
	this: ILoadOptionsFunctions,
	filter?: string,
	paginationToken?: string,
): Promise<INodeListSearchResult> {
	const type = this.getCurrentNodeParameter('orderIdType') as string | undefined;
	const { orders, next } = await ordersPage(this, paginationToken);
	const items = orders.flatMap((order): INodeListSearchItems[] => {
		const value =
			type === 'guid' ? order.guid : type === 'order_code' ? order.order_code : order.external_id;
		const [item] = order.items;
		return value
			? [
					{
						name: `${order.type} ${item?.amount ?? ''} g ${item?.sku ?? ''}, ${order.status_name ?? ''} (${value})`,
						value,
					},
				]
			: [];
	});
	return { results: matching(items, filter), paginationToken: next };
}

/**
 * What Price Fix offers the partner at the moment. n8n keeps the text with the choice, so a price
 * says of which day it is. Before a credential is chosen, the SKUs of the documentation.
 */
export async function searchSkus(
	this: ILoadOptionsFunctions,
	filter?: string,
): Promise<INodeListSearchResult> {
	if (this.getNode().credentials?.[CREDENTIAL_TYPE] === undefined) {
		const skus = [...METALS.map(({ sku }) => sku), ...UNNAMED_SKUS];
		const known = skus.map((sku) => ({ name: nameOf(sku), value: sku }));
		return { results: matching(known, filter) };
	}
	const { prices, currency } = await withConnection(
		this,
		async (connection) =>
			await connection
				.api({ retryForMs: 5_000, timeoutMs: 15_000 })
				.call('priceFix', { body: { type: 'digital' } }),
		(connection) => askedPath('priceFix', connection, { only: true }),
	);
	const isSell = this.getCurrentNodeParameter('operation') === 'sell';
	const today = new Date(clock.now()).toLocaleDateString('en-GB', DAY);
	const items = prices.map(({ sku, buy_price, sell_price }) => {
		const price = (isSell ? sell_price : buy_price) as number | null | undefined;
		const now =
			typeof price === 'number'
				? `, ${price.toLocaleString('en-US', MONEY)} ${currency} per gram on ${today}`
				: '';
		return { name: `${nameOf(sku)}${now}`, value: sku };
	});
	return { results: matching(items, filter) };
}

const DAY: Intl.DateTimeFormatOptions = { day: 'numeric', month: 'short' };
const MONEY: Intl.NumberFormatOptions = { minimumFractionDigits: 2, maximumFractionDigits: 4 };

/** "Gold (GAU)", or that nothing public says what a SKU is called. */
const nameOf = (sku: string): string => `${metalNameOf(sku) ?? 'Name not public'} (${sku})`;

/** The saved cards of the customer that is chosen in the same node. */
export async function searchCards(
	this: ILoadOptionsFunctions,
	filter?: string,
): Promise<INodeListSearchResult> {
	const chosen = this.getCurrentNodeParameter('customerId', { extractValue: true });
	const cards = await withConnection(
		this,
		async (connection) =>
			await connection.api({ retryForMs: 5_000, timeoutMs: 15_000 }).call('cardStorageList', {
				body: { customer_external_id: checkCustomerId(chosen) },
			}),
		(connection) => askedPath('cardStorageList', connection, { only: true }),
	);
	const items = cards.map(({ card_token, card_number, card_holder }) => ({
		name:
			[card_number && maskCardNumber(card_number), card_holder].filter(Boolean).join(' ') ||
			card_token,
		value: card_token,
	}));
	return { results: matching(items, filter) };
}
