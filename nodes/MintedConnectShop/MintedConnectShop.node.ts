import { NodeConnectionTypes, type INodeType, type INodeTypeDescription } from 'n8n-workflow';
import { SUBTITLE } from '../shared/nodeTexts';
import { SENSITIVE_ORDER_FIELDS } from '../shared/sensitiveFields';
import { CREDENTIAL_TYPE } from '../shared/sendHttp';
import { searchCustomers } from '../shared/listSearch';
import { executeOperations } from '../shared/run/items';
import {
	searchBaskets,
	searchProducts,
	searchWalletBaskets,
	searchWalletProducts,
} from './listSearch';
import { operationsByKey, properties } from './registry';

export class MintedConnectShop implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Minted Connect Shop',
		name: 'mintedConnectShop',
		icon: { light: 'file:mintedConnectShop.svg', dark: 'file:mintedConnectShop.dark.svg' },
		group: ['transform'],
		version: 1,
		subtitle: SUBTITLE,
		description:
			'Sell, store and deliver physical gold and silver bars with Minted Connect: E-Commerce and Walletable (experimental)',
		defaults: { name: 'Minted Connect Shop' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: CREDENTIAL_TYPE, required: true }],
		sensitiveOutputFields: [
			...SENSITIVE_ORDER_FIELDS,
			'tax_number',
			'shippingaddress.tax_number',
			'billingaddress.tax_number',
		],
		properties,
	};

	methods = {
		listSearch: {
			searchBaskets,
			searchCustomers,
			searchProducts,
			searchWalletBaskets,
			searchWalletProducts,
		},
	};

	execute = executeOperations(operationsByKey);
}
