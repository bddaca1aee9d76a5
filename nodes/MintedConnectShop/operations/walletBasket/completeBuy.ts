import { readCustomerId } from '../../../shared/fields/customer';
import { settleOption } from '../../../shared/fields/placing';
import { defineOperation } from '../../../shared/operation';
import { simplifyCompletion } from '../../../../minted/output/simplifyShop';
import { BASKET_BODY } from '../../fields/basket';
import { complete, completionFields } from '../../fields/completion';

export const operation = defineOperation({
	resource: 'walletBasket',
	value: 'completeBuy',
	name: 'Complete Buy',
	action: 'Complete a wallet basket to buy',
	description: 'Buy what is in a wallet basket and keep it in the wallet (experimental)',
	endpoint: 'walletableCompleteBuy',
	fields: completionFields('wallet', 'buy'),
	options: [settleOption],
	additionalBody: true,
	reservedBody: BASKET_BODY,
	simplify: simplifyCompletion,
	moves: 'completed',
	laneOf: readCustomerId,
	async execute(item) {
		return await complete(item, 'buy');
	},
});
