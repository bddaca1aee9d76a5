import {
	NodeConnectionTypes,
	NodeOperationError,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
} from 'n8n-workflow';
import { textOf } from '../../minted/text';
import { SENSITIVE_ORDER_FIELDS } from '../shared/sensitiveFields';
import { CREDENTIAL_TYPE } from '../shared/sendHttp';
import { searchCards, searchCustomers, searchOrders, searchSkus } from './listSearch';
import { findOperation, properties } from './registry';
import { runItems } from './run/items';

export class MintedConnect implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Minted Connect',
		name: 'mintedConnect',
		icon: { light: 'file:mintedConnect.svg', dark: 'file:mintedConnect.dark.svg' },
		group: ['transform'],
		version: 1,
		subtitle: '={{ $parameter["operation"] + ": " + $parameter["resource"] }}',
		description: 'Buy, sell, store and deliver gold, silver and platinum with Minted Connect',
		defaults: { name: 'Minted Connect' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: CREDENTIAL_TYPE, required: true }],
		sensitiveOutputFields: [...SENSITIVE_ORDER_FIELDS, 'fields.identity_number', 'card_token'],
		properties,
	};

	methods = { listSearch: { searchCards, searchCustomers, searchOrders, searchSkus } };

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const resource = textOf(this.getNodeParameter('resource', 0));
		const value = textOf(this.getNodeParameter('operation', 0));
		const operation = findOperation(resource, value);
		if (operation === undefined) {
			throw new NodeOperationError(
				this.getNode(),
				`The operation "${value}" of "${resource}" does not exist in this version of the node`,
				{ description: 'Choose Resource and Operation again, or update the package.' },
			);
		}
		return [await runItems(this, operation)];
	}
}
