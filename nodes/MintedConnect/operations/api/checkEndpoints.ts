import { checkEndpoints } from '../../../../minted/client/checkEndpoints';
import { explainChecks } from '../../../shared/explainCheck';
import { defineOperation } from '../../../shared/operation';
import type { ItemParameters } from '../../../shared/run/parameters';

const signedReadsOnly = { show: { signedReads: [true] } };

export const operation = defineOperation({
	resource: 'api',
	value: 'checkEndpoints',
	name: 'Check Endpoints',
	action: 'Check which endpoints are there',
	description: 'Find out which endpoints the API has, one item each, without moving anything',
	fields: [
		{
			displayName:
				'Asks once for each endpoint, and for made-up paths beside them, without signing in and without a body: such requests can move nothing. It runs for the first input item only.',
			name: 'checkNotice',
			type: 'notice',
			default: '',
		},
		{
			displayName: 'Signed Reads',
			name: 'signedReads',
			type: 'boolean',
			noDataExpression: true,
			default: false,
			description:
				'Whether to also sign in and read, with GET only, and tell where an answer has other fields than described: their names and types, never a value',
		},
		{
			displayName: 'Customer ID to Read',
			name: 'readCustomerId',
			type: 'string',
			default: '',
			placeholder: 'e.g. MTD-DEMO-1',
			description: 'Your ID of any customer. Left empty, endpoints of a customer are not read.',
			displayOptions: signedReadsOnly,
		},
		{
			displayName: 'External Order ID to Read',
			name: 'readOrderId',
			type: 'string',
			default: '',
			placeholder: 'e.g. shop-1001',
			description: 'Your ID of any order. Left empty, endpoints of an order are not read.',
			displayOptions: signedReadsOnly,
		},
	],
	async execute({ api, params, itemIndex, connection }) {
		if (itemIndex > 0) return [];
		const paths = connection.settings.endpointPaths;
		const signedReads = params.flag('signedReads', 'Signed Reads', false)
			? { ids: idsOf(params) }
			: undefined;
		const checks = await checkEndpoints(api, { paths, signedReads });
		return explainChecks(checks, paths);
	},
});

/** By the names in paths and queries. */
function idsOf(params: ItemParameters): Record<string, string> {
	const customer = params.optionalText('readCustomerId', 'Customer ID to Read', { max: 110 });
	const order = params.optionalText('readOrderId', 'External Order ID to Read', { max: 255 });
	return {
		...(customer === undefined
			? {}
			: { external_customer_id: customer, customer_external_id: customer }),
		...(order === undefined ? {} : { order_id: order, external_order_id: order }),
	};
}
