import type { INodeProperties } from 'n8n-workflow';
import type { ItemParameters } from '../run/parameters';

interface Locator {
	name: string;
	displayName: string;
	description: string;
	searchListMethod: string;
	placeholder: string;
}

/** One factory for every field that picks a single record: from a list, or by id. */
export function locator(options: Locator): INodeProperties {
	return {
		displayName: options.displayName,
		name: options.name,
		type: 'resourceLocator',
		default: { mode: 'list', value: '' },
		required: true,
		description: options.description,
		modes: [
			{
				displayName: 'From List',
				name: 'list',
				type: 'list',
				typeOptions: { searchListMethod: options.searchListMethod, searchable: true },
			},
			{
				displayName: 'By ID',
				name: 'id',
				type: 'string',
				placeholder: options.placeholder,
			},
		],
	};
}

export const skuField = (description = 'The product, as Price > Fix names it'): INodeProperties =>
	locator({
		name: 'sku',
		displayName: 'SKU',
		description,
		searchListMethod: 'searchSkus',
		placeholder: 'e.g. GAU',
	});

/** The metal of an order, by its SKU; gold unless another one is chosen. */
export const metalField = (description: string): INodeProperties => ({
	...skuField(description),
	displayName: 'Metal',
	default: { mode: 'list', value: 'GAU', cachedResultName: 'Gold (GAU)' },
});

/** @throws FieldError */
export const readSku = (params: ItemParameters, field = 'SKU'): string =>
	params.id('sku', field, { min: 3, max: 21 });

export const savedCardField = (): INodeProperties =>
	locator({
		name: 'cardToken',
		displayName: 'Saved Card',
		description: 'The saved card of the customer; its ID is the card token',
		searchListMethod: 'searchCards',
		placeholder: 'e.g. {{ $json.card_token }}',
	});

/** @throws FieldError */
export const readSavedCard = (params: ItemParameters): string =>
	params.id('cardToken', 'Saved Card', { max: 255 });

export const orderField = (): INodeProperties =>
	locator({
		name: 'orderId',
		displayName: 'Order',
		description:
			'The order, by the kind of ID chosen above. The list has recent orders; use By ID for others.',
		searchListMethod: 'searchOrders',
		placeholder: 'e.g. web-shop-10042',
	});
