interface OrderNames {
	guid?: string;
	externalId?: string;
	customerId?: string;
	/** 1 where nobody ordered any. */
	grams?: number;
}

interface OrderView extends Record<string, unknown> {
	guid: string;
	order_code: string;
	price: number;
	total: number;
	order_at: string;
}

/** TRY for a gram of gold. */
export const PRICE = 3012.45;

/** One order as the API's documentation shows it; about 1.5 kB with its envelope. */
export function orderOf(names: OrderNames): OrderView {
	const { guid = '5f0f4d4e-3c1e-4a55-9a55-0b6b6a1d2c3f', externalId = guid } = names;
	const { customerId = 'CUSTOMER-1', grams = 1 } = names;
	const total = Math.round(grams * PRICE * 100) / 100;
	return {
		guid,
		order_code: 'BENCH001',
		external_id: externalId,
		type: 'Buy',
		status_name: 'Completed',
		currency_code: 'TRY',
		price: PRICE,
		total,
		order_at: '2026-11-02 12:00:00',
		customer: {
			external_id: customerId,
			firstname: 'Ada',
			lastname: 'Example',
			fullname: 'Ada Example',
			email: 'ada@example.com',
			phone: '+905000000000',
			account_type: 'individual',
		},
		items: [
			{
				sku: 'GAU',
				product_name: 'Gold (gram)',
				amount: grams,
				price: PRICE,
				total,
				unit: 'gram',
				purity: '995/1000',
			},
		],
		payment: {
			type: 'balance',
			is_3d: false,
			redirect_url: null,
			details: { currency_code: 'TRY', total, installment: 1 },
		},
		delivery: null,
		note: 'Placed by a benchmark. No metal was bought, and none will be delivered to anyone.',
	};
}

export function orderEnvelope(names: OrderNames): string {
	return JSON.stringify({ data: orderOf(names), success: true, code: 0, message: '' });
}
