import { defineOperation } from '../../../shared/operation';
import { customerFilterOption, readCustomerFilter } from '../../../shared/fields/customer';
import { filtersField } from '../../fields/lists';

const METALS = ['gold', 'silver'] as const;
const DELIVERABLE = ['any', 'yes', 'no'] as const;

export const operation = defineOperation({
	resource: 'wallet',
	value: 'getBalance',
	name: 'Get Balance',
	action: 'Get the balance of a wallet',
	description: 'Get the bars in the wallets, one item for each product (experimental)',
	endpoint: 'walletableGetBalance',
	fields: [
		filtersField([
			{ ...customerFilterOption, description: 'Only the wallet of this customer, by your own ID' },
			{
				displayName: 'Deliverable',
				name: 'deliverable',
				type: 'options',
				options: [
					{ name: 'Any', value: 'any' },
					{ name: 'No', value: 'no' },
					{ name: 'Yes', value: 'yes' },
				],
				default: 'any',
				description: 'Only what can, or cannot, be delivered',
			},
			{
				displayName: 'Metals',
				name: 'metals',
				type: 'multiOptions',
				options: [
					{ name: 'Gold', value: 'gold' },
					{ name: 'Silver', value: 'silver' },
				],
				default: [],
				description: 'Only bars of these metals',
			},
		]),
	],
	async execute({ params, send }) {
		const { deliverable } = params.collection('filters');
		const wanted = deliverable
			? params.choice('filters.deliverable', 'Deliverable', DELIVERABLE)
			: 'any';
		const query = {
			external_customer_id: readCustomerFilter(params),
			metal_type: params.list('filters.metals', 'Metals', METALS).join(',') || undefined,
			is_deliverable: wanted === 'any' ? undefined : wanted === 'yes',
		};
		return await send({ query });
	},
});
