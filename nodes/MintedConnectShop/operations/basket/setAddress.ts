import { defineOperation } from '../../../shared/operation';
import type { BodyOf } from '../../../../minted/client/api';
import { simplifyShopOrder } from '../../../../minted/output/simplifyShop';
import { basketAddressFields, readBasketAddress } from '../../fields/address';
import { basketFields, changeBasket, readNamedBasket } from '../../fields/basket';

export const operation = defineOperation({
	resource: 'basket',
	value: 'setAddress',
	name: 'Set Address',
	action: 'Set the address of a basket',
	description: 'Say where a basket is delivered and billed (experimental)',
	endpoint: 'ecomSetBasketAddress',
	fields: [...basketFields('ecom'), ...basketAddressFields],
	options: [
		{
			displayName: 'Card BIN',
			name: 'cardBin',
			type: 'string',
			default: '',
			placeholder: 'e.g. 540667',
			description: 'First six digits of the card that will pay, for what it adds to the total',
		},
	],
	additionalBody: true,
	simplify: simplifyShopOrder,
	async execute(item) {
		const { params, send } = item;
		const bin = params.optionalText('options.cardBin', 'Card BIN', { min: 6, max: 6 });
		const body = {
			...readNamedBasket(params),
			...readBasketAddress(params),
			...(bin === undefined ? {} : { card_bin: bin }),
		};
		// What it has to have was read by name.
		return await changeBasket(item, body as BodyOf<'ecomSetBasketAddress'>, send);
	},
});
