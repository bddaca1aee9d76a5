import { Decimal } from 'decimal.js';
import { priceLines } from '../domain/trading';
import type { LineRequest } from '../domain/trading';
import { priceTokenView, priceView } from '../domain/views';
import { fieldError } from '../errors';
import type { Call, Handlers } from './call';

interface PriceFixBody {
	type: string;
	customer_external_id?: string;
	currency?: string;
	total?: number;
}

export const pricing: Handlers = {
	priceFix({ world, body }: Call) {
		const { type, customer_external_id: customer, currency, total } = body as PriceFixBody;
		if (type !== 'digital') throw fieldError('type', 'must be digital', 'digital olmalıdır');
		const code = currency ?? world.behaviour.currency;
		if (total !== undefined && !customer) {
			throw fieldError(
				'customer_external_id',
				'is required with total',
				'total ile birlikte zorunludur',
			);
		}
		const now = world.clock.now();
		const token = world.priceTokens.fix(
			{
				currency: code,
				customerExternalId: customer ?? null,
				total: total === undefined ? null : readTotal(total),
				quotes: world.market.quotes(code, now),
			},
			now,
		);
		return priceTokenView(token, now);
	},

	calculatePrice({ world, body }: Call) {
		const { price_token: key, items } = body as { price_token: string; items: LineRequest[] };
		const token = world.priceTokens.redeem(key, world.clock.now(), true);
		const lines = priceLines(token, items);
		const total = lines.reduce((sum, line) => sum.plus(line.total), new Decimal(0));
		return {
			currency: token.currency,
			total: total.toNumber(),
			items: lines.map((line) => ({
				sku: line.product.sku,
				amount: line.amount.toNumber(),
				price: line.price.toNumber(),
				total: line.total.toNumber(),
			})),
		};
	},

	productPrices({ world }: Call) {
		const quotes = world.market.quotes(world.behaviour.currency, world.clock.now());
		return quotes.map((quote) => priceView(quote, null));
	},
};

function readTotal(value: number): Decimal {
	const total = new Decimal(value);
	if (total.lte(0) || total.decimalPlaces() > 2) {
		throw fieldError(
			'total',
			'must be greater than 0 with at most 2 decimals',
			'0 değerinden büyük ve en fazla 2 ondalık basamaklı olmalıdır',
		);
	}
	return total;
}
