/** One order as the API's documentation shows it; about 1.5 kB with its envelope. */
export function orderEnvelope(key: { guid?: string; externalId?: string }): string {
	const { guid = '5f0f4d4e-3c1e-4a55-9a55-0b6b6a1d2c3f', externalId = guid } = key;
	const order = {
		guid,
		order_code: 'BENCH001',
		external_id: externalId,
		type: 'Buy',
		status_name: 'Completed',
		currency_code: 'TRY',
		price: 3012.45,
		total: 3012.45,
		order_at: '2026-11-02 12:00:00',
		customer: {
			external_id: 'CUSTOMER-1',
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
				amount: 1,
				price: 3012.45,
				total: 3012.45,
				unit: 'gram',
				purity: '995/1000',
			},
		],
		payment: {
			type: 'balance',
			is_3d: false,
			redirect_url: null,
			details: { currency_code: 'TRY', total: 3012.45, installment: 1 },
		},
		delivery: null,
		note: 'Placed by a benchmark. No metal was bought, and none will be delivered to anyone.',
	};
	return JSON.stringify({ data: order, success: true, code: 0, message: '' });
}
