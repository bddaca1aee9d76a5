import { readList } from '../../domain/filters';
import { paginate } from '../../domain/paginator';
import { balanceView } from '../../domain/shop/balance';
import { selectOrders } from '../../domain/shop/lists';
import { walletView } from '../../domain/shop/wallet-view';
import type { Call, Handlers } from '../call';

interface BalanceQuery {
	metal_type?: string;
	external_customer_id?: string;
	is_deliverable?: boolean;
}

const METALS = ['gold', 'silver'] as const;

/** Orders and balance of Walletable. */
export const wallet: Handlers = {
	walletableGetOrders({ world, query, baseUrl }: Call) {
		const found = selectOrders(world.shop.orders.visible('wallet'), query);
		const options = { now: world.clock.now(), baseUrl, rates: world.behaviour.walletRates };
		const url = `${baseUrl}/partner/walletable/orders`;
		return paginate(found, query, url, (order) => walletView(order, options));
	},

	walletableGetBalance({ world, query }: Call) {
		const { metal_type, external_customer_id, is_deliverable } = query as BalanceQuery;
		const metals = readList(metal_type, 'metal_type', (name) =>
			METALS.find((metal) => metal === name),
		);
		const customers =
			external_customer_id === undefined
				? world.customers.all()
				: [world.customers.get(external_customer_id)];
		return balanceView(world.shop, customers, { metals, isDeliverable: is_deliverable });
	},
};
