import type { BasketKind } from '../../domain/shop/baskets';
import { completeWallet } from '../../domain/shop/complete-wallet';
import type { WalletCompleteRequest } from '../../domain/shop/complete-wallet';
import type { AddItemRequest, ItemRequest } from '../../domain/shop/items';
import { addItem, deleteItem, updateItem } from '../../domain/shop/items';
import type { Subject } from '../../domain/shop/subject';
import { walletView } from '../../domain/shop/wallet-view';
import type { Json } from '../../domain/views';
import type { Call, Handlers } from '../call';
import { findIncomplete } from './find';

/** The basket of Walletable. */
export const walletBaskets: Handlers = {
	walletableGetBasket(call: Call) {
		const basket = findIncomplete(call, 'wallet');
		const updated = call.world.shop.baskets.renew(basket, call.world.clock.now());
		return view(call, basket, updated);
	},

	walletableAddBasketItem: (call: Call) =>
		view(call, addItem(call.world.shop, 'wallet', call.body as AddItemRequest)),

	walletableUpdateBasketItem: (call: Call) =>
		view(call, updateItem(call.world.shop, 'wallet', call.body as ItemRequest & { qty: number })),

	walletableDeleteBasketItem: (call: Call) =>
		view(call, deleteItem(call.world.shop, 'wallet', call.body as ItemRequest)),

	walletableCompleteBuy: (call: Call) => complete(call, 'buy'),

	walletableCompleteSell: (call: Call) => complete(call, 'sell'),

	walletableCompleteDelivery: (call: Call) => complete(call, 'delivery'),
};

function complete(call: Call, kind: BasketKind): Json {
	return view(call, completeWallet(call.world, kind, call.body as WalletCompleteRequest));
}

function view({ world, baseUrl }: Call, subject: Subject, updated?: boolean): Json {
	const rates = world.behaviour.walletRates;
	return walletView(subject, { now: world.clock.now(), baseUrl, rates, updated });
}
