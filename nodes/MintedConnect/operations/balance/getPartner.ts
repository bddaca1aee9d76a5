import type { IDataObject } from 'n8n-workflow';
import type { Operation } from '../../operation';
import type { Balance } from '../../../../minted/model';
import { simplifyBalance } from '../../../../minted/output/simplify';

export const operation: Operation = {
	resource: 'balance',
	value: 'getPartner',
	name: 'Get Partner',
	action: 'Get the balances of your company',
	description: 'Get your own partner wallets, one item for each metal and currency',
	endpoint: 'getPartnerBalance',
	fields: [],
	simplify: (balance: Balance) => simplifyBalance(balance) as IDataObject,
	async execute({ api, parts }) {
		return await api.call('getPartnerBalance', parts());
	},
};
