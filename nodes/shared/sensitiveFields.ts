/** Where an order has personal data and card details, simplified or raw: n8n redacts them. */
export const SENSITIVE_ORDER_FIELDS = [
	'identity_number',
	'customer.identity_number',
	'payment.details.card_number',
	'payment.details.card_holder',
	'payment.token',
];
