import { Decimal } from 'decimal.js';
import type { CardInput, StoredCard } from '../domain/cards';
import { INSTALMENT_MARGINS, readCard } from '../domain/cards';
import type { Json } from '../domain/views';
import { ApiError } from '../errors';
import type { Call, Handlers } from './call';

export const payments: Handlers = {
	paymentGetAllTypes: () => [
		{ id: 1, code: 'cash', name: 'Cash', is_active: true },
		{ id: 2, code: 'creditcard', name: 'Credit Card', is_active: true },
	],

	cardBinQuery({ body }: Call) {
		const { bin, total } = body as { bin: string; total?: number };
		const amount = new Decimal(total ?? 0);
		return Object.entries(INSTALMENT_MARGINS).map(([count, percent]) => {
			const margin = amount.times(percent).div(100).toDecimalPlaces(2);
			const sum = amount.plus(margin);
			return {
				installment: count,
				real_installment: Number(count),
				bin,
				amount: amount.toNumber(),
				margin: margin.toNumber(),
				amount_per_installment: sum.div(count).toDecimalPlaces(2).toNumber(),
				total: sum.toNumber(),
			};
		});
	},

	cardStorageList({ world, body }: Call) {
		const { customer_external_id: externalId } = body as { customer_external_id: string };
		return world.customers.get(externalId).cards.map(storedCardView);
	},

	cardStorageAdd({ world, body, baseUrl }: Call) {
		const request = body as CardInput & { customer_external_id: string };
		const customer = world.customers.get(request.customer_external_id);
		const card = readCard(request, world.clock.now(), '');
		if (card.behaviour === 'declined') throw new ApiError('cardDeclined');
		const token = world.ids.token();
		if (card.behaviour === 'no-3d') {
			const stored = { ...card, token };
			customer.cards.push(stored);
			return { token, is_3d: false, redirect_url: null, card: storedCardView(stored) };
		}
		world.cardRegistrations.set(token, { customer, card, state: 'new' });
		return { token, is_3d: true, redirect_url: `${baseUrl}/pay/cards/${token}`, card: null };
	},

	cardStorageDelete({ world, body }: Call) {
		const request = body as { customer_external_id: string; card_token: string };
		const { cards } = world.customers.get(request.customer_external_id);
		const index = cards.findIndex(({ token }) => token === request.card_token);
		if (index < 0) throw new ApiError('cardNotFound');
		cards.splice(index, 1);
		return null;
	},
};

function storedCardView(card: StoredCard): Json {
	return {
		card_token: card.token,
		card_holder: card.holder,
		card_number: card.maskedNumber,
		card_expiry: card.expiry,
		card_association: card.association,
	};
}
