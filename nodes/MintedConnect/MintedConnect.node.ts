import { NodeConnectionTypes, type INodeType, type INodeTypeDescription } from 'n8n-workflow';
import { DESCRIPTION, SUBTITLE } from '../shared/nodeTexts';
import { SENSITIVE_ORDER_FIELDS } from '../shared/sensitiveFields';
import { CREDENTIAL_TYPE } from '../shared/sendHttp';
import { searchCards, searchCustomers, searchOrders, searchSkus } from '../shared/listSearch';
import { operationsByKey, properties } from './registry';
import { executeOperations } from '../shared/run/items';

export class MintedConnect implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Minted Connect',
		name: 'mintedConnect',
		icon: { light: 'file:mintedConnect.svg', dark: 'file:mintedConnect.dark.svg' },
		group: ['transform'],
		version: [1, 2],
		defaultVersion: 2,
		subtitle: SUBTITLE,
		description: DESCRIPTION,
		defaults: { name: 'Minted Connect' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: CREDENTIAL_TYPE, required: true }],
		sensitiveOutputFields: [...SENSITIVE_ORDER_FIELDS, 'fields.identity_number', 'card_token'],
		properties,
	};

	methods = { listSearch: { searchCards, searchCustomers, searchOrders, searchSkus } };

	execute = executeOperations(operationsByKey);
}
