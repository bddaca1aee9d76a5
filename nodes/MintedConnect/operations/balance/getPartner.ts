import { defineOperation } from '../../../shared/operation';
import { simplifyBalance } from '../../../../minted/output/simplify';

export const operation = defineOperation({
	resource: 'balance',
	value: 'getPartner',
	name: 'Get Partner',
	action: 'Get the balances of your company',
	description: 'Get your own partner wallets, one item for each metal and currency',
	endpoint: 'getPartnerBalance',
	fields: [],
	simplify: simplifyBalance,
	async execute({ send }) {
		return await send({});
	},
});
