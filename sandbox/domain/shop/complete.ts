import { ApiError } from '../../errors';
import type { Section } from './bars';
import type { Basket, BasketKey } from './baskets';
import type { NewShopOrder } from './orders';
import type { Shop } from './shop';

/**
 * The basket, if it may be completed. One that has been completed already may be so again unless
 * the sandbox is told to mind it: the worst the API may do. Throws ApiError.
 */
export function checkCompletion(shop: Shop, section: Section, key: BasketKey): Basket {
	const basket = shop.baskets.find(section, key);
	if (shop.settings.rejectCompletedBaskets && basket.orders.length > 0) {
		throw new ApiError('basketCompleted');
	}
	if (basket.content.pieces.length === 0) throw new ApiError('basketEmpty');
	if (shop.clock.now() >= basket.content.fix.expiresAt) throw new ApiError('priceTokenExpired');
	return basket;
}

/**
 * The part of an order that comes from its basket, which later changes do not reach. The order
 * has the basket's names; further orders of the same basket have names of their own.
 */
export function snapshot(
	shop: Shop,
	{ content, orders, id, guid, incrementId, createdAt }: Basket,
): Omit<NewShopOrder, 'externalId' | 'payment' | 'holds' | 'credits'> {
	const names =
		orders.length === 0
			? { id, guid, incrementId, createdAt }
			: shop.baskets.identity(content.section, 80_000 + shop.orders.all().length, shop.clock.now());
	return {
		...names,
		content: { ...content, pieces: [...content.pieces] },
		rates: { ...shop.settings.walletRates },
	};
}
