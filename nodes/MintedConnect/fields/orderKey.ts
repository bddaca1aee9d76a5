import type { INodeProperties } from 'n8n-workflow';
import type { OrderKey } from '../../../minted/model';
import type { ItemParameters } from '../../shared/run/parameters';

const FIELD_NAMES = {
	external_id: 'External Order ID',
	guid: 'GUID',
	order_code: 'Order Code',
} as const;

const LIMITS = { min: 1, max: 255 };

type OrderKeyType = keyof typeof FIELD_NAMES;

/** The documentation knows an order under three names. */
export const orderIdTypeField: INodeProperties = {
	displayName: 'Find By',
	name: 'orderIdType',
	type: 'options',
	noDataExpression: true,
	options: [
		{
			name: 'External Order ID',
			value: 'external_id',
			description: 'Your own ID, given when the order was placed',
		},
		{ name: 'GUID', value: 'guid', description: 'Long ID that Minted gave the order' },
		{
			name: 'Order Code',
			value: 'order_code',
			description: 'Short code that Minted gave the order',
		},
	],
	default: 'external_id',
	description: 'Which ID the order is found by',
};

/** The ID of the kind that is asked for. @throws FieldError */
export const readOrderId = (params: ItemParameters, type: OrderKeyType): string =>
	params.id('orderId', FIELD_NAMES[type], LIMITS);

/** @throws FieldError */
export function readOrderKey(params: ItemParameters): OrderKey {
	const types = Object.keys(FIELD_NAMES) as OrderKeyType[];
	const type = params.choice('orderIdType', 'Find By', types);
	const id = readOrderId(params, type);
	if (type === 'guid') return { guid: id };
	return type === 'order_code' ? { order_code: id } : { external_id: id };
}
