import type { Handlers } from '../call';
import { addresses } from './addresses';
import { baskets } from './baskets';
import { orders } from './orders';
import { products } from './products';
import { walletBaskets } from './wallet-baskets';
import { wallet } from './wallet';

/** The sections E-Commerce and Walletable. */
export const shop: Handlers = {
	...products,
	...addresses,
	...baskets,
	...orders,
	...walletBaskets,
	...wallet,
};
