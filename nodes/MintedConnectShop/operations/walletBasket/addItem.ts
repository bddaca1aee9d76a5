import { defineOperation } from '../../../shared/operation';
import { simplifyShopOrder } from '../../../../minted/output/simplifyShop';
import { addToFields, BASKET_BODY, changeBasket, readAddition } from '../../fields/basket';

const TYPES = ['buy', 'sell', 'delivery'] as const;

export const operation = defineOperation({
	resource: 'walletBasket',
	value: 'addItem',
	name: 'Add Item',
	action: 'Add an item to a wallet basket',
	description: 'Put bars into a new or an existing wallet basket (experimental)',
	endpoint: 'walletableAddBasketItem',
	fields: [
		...addToFields('wallet'),
		{
			displayName: 'Basket Type',
			name: 'basketType',
			type: 'options',
			options: [
				{ name: 'Buy', value: 'buy' },
				{ name: 'Delivery', value: 'delivery' },
				{ name: 'Sell', value: 'sell' },
			],
			default: 'buy',
			description:
				'What the basket is for. It is sent as "type", which is a guess: how Minted is told is not public.',
			displayOptions: { show: { addTo: ['new'] } },
		},
	],
	additionalBody: true,
	reservedBody: BASKET_BODY,
	simplify: simplifyShopOrder,
	async execute(item) {
		const { params, send } = item;
		const { isNew, body } = readAddition(params);
		const type = isNew ? { type: params.choice('basketType', 'Basket Type', TYPES) } : {};
		return await changeBasket(item, { ...body, ...type }, send);
	},
});
