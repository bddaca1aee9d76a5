import { readCustomerId } from '../../../shared/fields/customer';
import { settleOption } from '../../../shared/fields/placing';
import { defineOperation } from '../../../shared/operation';
import { simplifyCompletion } from '../../../../minted/output/simplifyShop';
import { BASKET_BODY } from '../../fields/basket';
import { complete, completionFields } from '../../fields/completion';

export const operation = defineOperation({
	resource: 'basket',
	value: 'complete',
	name: 'Complete',
	action: 'Complete a basket',
	description: 'Make an order of a basket, once, and within limits (experimental)',
	endpoint: 'ecomCompleteBasket',
	fields: completionFields('ecom', 'ecom'),
	options: [settleOption],
	additionalBody: true,
	reservedBody: BASKET_BODY,
	simplify: simplifyCompletion,
	moves: 'completed',
	laneOf: readCustomerId,
	async execute(item) {
		return await complete(item, 'ecom');
	},
});
