import { readCustomerId } from '../../../shared/fields/customer';
import { settleOption } from '../../../shared/fields/placing';
import { defineOperation } from '../../../shared/operation';
import { simplifyCompletion } from '../../../../minted/output/simplifyShop';
import { BASKET_BODY } from '../../fields/basket';
import { complete, completionFields } from '../../fields/completion';

export const operation = defineOperation({
	resource: 'walletBasket',
	value: 'completeSell',
	name: 'Complete Sell',
	action: 'Complete a wallet basket to sell',
	description: 'Sell what is in a wallet basket out of the wallet (experimental)',
	endpoint: 'walletableCompleteSell',
	fields: completionFields('wallet', 'sell'),
	options: [settleOption],
	additionalBody: true,
	reservedBody: BASKET_BODY,
	simplify: simplifyCompletion,
	moves: 'completed',
	laneOf: readCustomerId,
	async execute(item) {
		return await complete(item, 'sell');
	},
});
