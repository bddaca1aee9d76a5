import {
	NodeConnectionTypes,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
	type IPollFunctions,
} from 'n8n-workflow';
import { SENSITIVE_ORDER_FIELDS } from '../shared/sensitiveFields';
import { CREDENTIAL_TYPE } from '../shared/sendHttp';
import { filterFields } from '../shared/triggerFields';
import { pollOrders } from './pollOrders';

export class MintedConnectPollingTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Minted Connect Polling Trigger',
		name: 'mintedConnectPollingTrigger',
		icon: { light: 'file:mintedConnect.svg', dark: 'file:mintedConnect.dark.svg' },
		group: ['trigger'],
		version: 1,
		subtitle: '={{ $parameter["orderTypes"].join(", ") || "any order" }}',
		description: 'Starts the workflow when a list of orders shows a new order or a changed status',
		defaults: { name: 'Minted Connect Polling Trigger' },
		polling: true,
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: CREDENTIAL_TYPE, required: true }],
		sensitiveOutputFields: SENSITIVE_ORDER_FIELDS,
		properties: [
			{
				displayName:
					'Needs no public URL. Use it alone, or as a safety net behind the Minted Connect Trigger.',
				name: 'pathNotice',
				type: 'notice',
				default: '',
			},
			...filterFields,
			{
				displayName: 'Options',
				name: 'options',
				type: 'collection',
				placeholder: 'Add Option',
				default: {},
				options: [
					{
						displayName: 'Endpoint Path',
						name: 'endpointPath',
						type: 'string',
						default: '',
						placeholder: 'e.g. /partner/orders',
						description:
							'The path that Minted gave you for the list of orders. GET /partner/orders, which is used without it, is not publicly documented.',
					},
					{
						displayName: 'Look Back (Days)',
						name: 'lookBackDays',
						type: 'number',
						typeOptions: { minValue: 0, maxValue: 30 },
						default: 2,
						description:
							'How many days before the last poll are read again, to notice changes of older orders. More days mean more requests.',
					},
					{
						displayName: 'Only New Orders',
						name: 'onlyNew',
						type: 'boolean',
						default: false,
						description: 'Whether to ignore changes of status',
					},
				],
			},
		],
	};

	async poll(this: IPollFunctions): Promise<INodeExecutionData[][] | null> {
		return await pollOrders(this);
	}
}
