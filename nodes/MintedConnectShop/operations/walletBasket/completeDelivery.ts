import { readCustomerId } from '../../../shared/fields/customer';
import { settleOption } from '../../../shared/fields/placing';
import { defineOperation } from '../../../shared/operation';
import { simplifyCompletion } from '../../../../minted/output/simplifyShop';
import { BASKET_BODY } from '../../fields/basket';
import { complete, completionFields } from '../../fields/completion';

export const operation = defineOperation({
	resource: 'walletBasket',
	value: 'completeDelivery',
	name: 'Complete Delivery',
	action: 'Complete a wallet basket to deliver',
	description: 'Have what is in a wallet basket delivered out of the wallet (experimental)',
	endpoint: 'walletableCompleteDelivery',
	fields: completionFields('wallet', 'delivery'),
	options: [settleOption],
	additionalBody: true,
	reservedBody: BASKET_BODY,
	simplify: simplifyCompletion,
	moves: 'completed',
	laneOf: readCustomerId,
	async execute(item) {
		return await complete(item, 'delivery');
	},
});
