import type { INodeProperties } from 'n8n-workflow';
import { FieldError } from '../../../minted/errors';
import type { CreditCard } from '../../../minted/model';
import { compareTexts } from '../../../minted/text';
import { tuckTogether, type Tucked } from '../../shared/layout';
import type { ItemParameters } from '../../shared/run/parameters';
import { readSavedCard, savedCardField } from '../../shared/fields/locators';

const byCard = ['savedCard', 'cardNumber'];

/** Warns wherever a card number is entered; shown by every such operation. */
export const cardNotice = (
	displayOptions?: INodeProperties['displayOptions'],
): INodeProperties => ({
	displayName:
		'n8n stores what passes through a workflow: card numbers end up in its execution data and database, and card industry rules (PCI DSS) then apply to it. Prefer a saved card. If you must, turn off saving of executions for this workflow, and never keep the security code.',
	name: 'cardNotice',
	type: 'notice',
	default: '',
	displayOptions,
});

/** The four values of a card. */
export const cardNumberFields = (
	displayOptions?: INodeProperties['displayOptions'],
): INodeProperties[] => [
	{
		displayName: 'Card Holder',
		name: 'cardHolder',
		type: 'string',
		default: '',
		required: true,
		placeholder: 'e.g. Ada Example',
		displayOptions,
	},
	{
		displayName: 'Card Number',
		name: 'cardNumber',
		type: 'string',
		typeOptions: { password: true },
		default: '',
		required: true,
		description: 'The 16 digits, spaces are ignored',
		displayOptions,
	},
	{
		displayName: 'Card Expiry',
		name: 'cardExpiry',
		type: 'string',
		default: '',
		required: true,
		placeholder: 'e.g. 12/29',
		description: 'Month and year',
		displayOptions,
	},
];

export const cvvField = (
	required: boolean,
	displayOptions?: INodeProperties['displayOptions'],
): INodeProperties => ({
	displayName: 'Card Security Code',
	name: 'cardCvv',
	type: 'string',
	typeOptions: { password: true },
	default: '',
	required,
	description: 'The CVV: three or four digits',
	displayOptions,
});

const CARD_CHOICES = [
	{ name: 'Card Number', value: 'cardNumber' },
	{ name: 'Saved Card', value: 'savedCard' },
];

const paymentField: INodeProperties = {
	displayName: 'Payment',
	name: 'payment',
	type: 'options',
	noDataExpression: true,
	options: [...CARD_CHOICES, { name: 'Cash Balance', value: 'cash' }].sort((a, b) =>
		compareTexts(a.name, b.name),
	),
	default: 'cash',
	description: 'How the order is paid',
};

const cardFields: INodeProperties[] = [
	cardNotice({ show: { payment: ['cardNumber'] } }),
	{ ...savedCardField(), displayOptions: { show: { payment: ['savedCard'] } } },
	...cardNumberFields({ show: { payment: ['cardNumber'] } }),
	cvvField(true, { show: { payment: ['cardNumber'] } }),
	cvvField(false, { show: { payment: ['savedCard'] } }),
	{
		displayName: 'Customer IP',
		name: 'customerIp',
		type: 'string',
		default: '',
		placeholder: 'e.g. 192.0.2.10',
		description: 'The IP address the customer pays from',
		displayOptions: { show: { payment: byCard } },
	},
];

/** Out of the cash balance, unless a card is given. */
export const payment: Tucked = tuckTogether([paymentField, ...cardFields], {
	name: 'card',
	displayName: 'Pay by Card',
	description: 'Without it the order is paid out of the cash balance',
	values: [{ ...paymentField, options: CARD_CHOICES, default: 'savedCard' }, ...cardFields],
	places: { card: 'options.card' },
});

/** Keys of the body that belong to the payment. */
export const PAYMENT_BODY = ['payment_type', 'payment'] as const;

/** `payment_type` and `payment` of the body; nothing for cash. */
export function readPayment(params: ItemParameters): Record<string, unknown> {
	// Later versions have the group of a card, or do not.
	if (!params.has('payment') && !params.has('card')) return {};
	const kind = params.choice('payment', 'Payment', ['cash', 'savedCard', 'cardNumber']);
	if (kind === 'cash') return {};
	const customerIp = params.optionalText('customerIp', 'Customer IP', { max: 45 });
	const shared = customerIp === undefined ? {} : { customer_ip: customerIp };
	return {
		payment_type: 'creditcard',
		payment:
			kind === 'savedCard'
				? {
						card_token: readSavedCard(params),
						...optional('card_cvv', readCvv(params, false)),
						...shared,
					}
				: { ...readCard(params), ...shared },
	};
}

/** @throws FieldError that never repeats what was entered */
export function readCard(params: ItemParameters): CreditCard {
	const number = params.hide(String(params.raw('cardNumber', ''))).replace(/[\s-]/g, '');
	if (!/^\d{16}$/.test(number)) {
		throw new FieldError(
			'Card Number',
			'Card Number does not have 16 digits',
			'Enter the number on the card, without letters.',
		);
	}
	const expiry = String(params.raw('cardExpiry', '')).trim();
	if (!/^(0[1-9]|1[0-2])\/\d{2}$/.test(expiry)) {
		throw new FieldError(
			'Card Expiry',
			'Card Expiry is not a month and year',
			'Write it as on the card, e.g. 12/29.',
		);
	}
	return {
		card_holder: params.text('cardHolder', 'Card Holder', { max: 100 }),
		card_number: params.hide(number),
		card_expiry: expiry,
		card_cvv: readCvv(params, true) ?? '',
	};
}

function readCvv(params: ItemParameters, required: boolean): string | undefined {
	const cvv = String(params.raw('cardCvv', '')).trim();
	if (cvv === '' && !required) return undefined;
	if (!/^\d{3,4}$/.test(cvv)) {
		throw new FieldError(
			'Card Security Code',
			'Card Security Code does not have three or four digits',
			'Enter the CVV of the card.',
		);
	}
	return params.hide(cvv);
}

function optional(key: string, value: string | undefined): Record<string, string> {
	return value === undefined ? {} : { [key]: value };
}
