import type { Section } from '../../domain/shop/bars';
import type { Basket } from '../../domain/shop/baskets';
import { ApiError } from '../../errors';
import type { Call } from '../call';

/** The customer's basket of the token that the query names, else the newest. Throws ApiError. */
export function findIncomplete({ world, query }: Call, section: Section): Basket {
	const { external_customer_id: customerId, cart_token: token } = query as {
		external_customer_id: string;
		cart_token?: string;
	};
	const { details } = world.customers.get(customerId);
	const basket = world.shop.baskets
		.incomplete(section, details.external_id, world.clock.now())
		.find(({ content }) => token === undefined || content.cartToken === token);
	if (!basket) throw new ApiError('basketNotFound');
	return basket;
}
