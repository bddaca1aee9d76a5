/** The customer that a row's order is for: each row has another. */
export const customerOf = (orderId: string): string => `customer-${orderId}`;

type Detail = 'external_id' | 'firstname' | 'lastname' | 'email' | 'phone' | 'identity_number';

/** Invented details, the same wherever they are read. */
export function detailsOf(customerId: string): Record<Detail, string> {
	return {
		external_id: customerId,
		firstname: 'Ada',
		lastname: 'Example',
		email: 'ada@example.com',
		phone: '+905000000000',
		identity_number: '10000000146',
	};
}

/** As Get Customer answers. */
export function customerRecord(customerId: string): Record<string, unknown> {
	return {
		...detailsOf(customerId),
		middlename: null,
		fullname: 'Ada Example',
		gender: 'F',
		birthdate: '1990-01-01',
		tax_office: null,
		account_type: 'person',
		wallets: [{ id: 1, customer_external_id: customerId }],
	};
}
