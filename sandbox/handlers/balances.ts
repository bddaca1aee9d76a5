import { Decimal } from 'decimal.js';
import { sevenDayStats, tradeStats } from '../domain/stats';
import type { StatsQuery } from '../domain/stats';
import { balanceViews } from '../domain/views';
import type { Json } from '../domain/views';
import { InsufficientFunds } from '../domain/wallets';
import type { Wallets } from '../domain/wallets';
import { ApiError, fieldError } from '../errors';
import type { Call, Handlers } from './call';

export const balances: Handlers = {
	getPartnerBalance: (call: Call) => balancesOf(call, call.world.partnerWallets, ''),

	getCustomerBalance(call: Call) {
		const { details, wallets } = call.world.customers.get(call.path.external_customer_id ?? '');
		return balancesOf(call, wallets, details.external_id);
	},

	updateCustomerCashBalance(call: Call) {
		const { world, path, body } = call;
		const { details, wallets } = world.customers.get(path.external_customer_id ?? '');
		const { amount, currency_code: code, external_id: reference } = body as CashMovement;
		const delta = new Decimal(amount);
		if (delta.isZero() || delta.decimalPlaces() > 2) {
			throw fieldError(
				'amount',
				'must not be 0 and have at most 2 decimals',
				'0 olamaz ve en fazla 2 ondalık basamak içerebilir',
			);
		}
		try {
			wallets.move(code, delta, world.clock.now(), `Cash ${reference ?? ''}`.trim());
		} catch (error) {
			if (error instanceof InsufficientFunds) throw new ApiError('insufficientBalance');
			throw error;
		}
		return balancesOf(call, wallets, details.external_id).find(
			(balance) => balance.currency_code === code,
		);
	},

	balanceStats: ({ world, body }: Call) => tradeStats(world, body as StatsQuery),

	customerBalance7dStats({ world, path }: Call) {
		const { wallets } = world.customers.get(path.external_customer_id ?? '');
		return sevenDayStats(wallets, world.clock.now());
	},
};

interface CashMovement {
	amount: number;
	currency_code: string;
	external_id?: string;
}

function balancesOf({ world }: Call, wallets: Wallets, externalId: string): Json[] {
	const { currency } = world.behaviour;
	const quotes = world.market.quotes(currency, world.clock.now());
	return balanceViews(wallets, externalId, quotes, currency);
}
