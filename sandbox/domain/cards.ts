import { DateTime } from 'luxon';
import { fieldError } from '../errors';
import { ZONE } from './dates';

/** A card as the sandbox keeps it: the number masked, the CVV never. */
export interface CardOnFile {
	holder: string;
	/** 16 characters, `540667******5403`. */
	maskedNumber: string;
	expiry: string;
	association: string;
	behaviour: CardBehaviour;
}

export interface StoredCard extends CardOnFile {
	token: string;
}

/** What the bank behind a card does; told from the number's last digits. */
export type CardBehaviour = '3d' | 'no-3d' | 'declined';

export interface CardInput {
	card_holder: string;
	card_number: string;
	card_expiry: string;
	card_cvv: string;
}

/** Commission in percent by number of instalments (assumed). */
export const INSTALMENT_MARGINS: Readonly<Record<number, number>> = {
	1: 1.5,
	2: 3,
	3: 4.5,
	6: 8,
	9: 11,
	12: 14,
};

/** Numbers ending in 0002 are declined, in 0003 paid without a 3D step, all others with one. */
export function cardBehaviour(cardNumber: string): CardBehaviour {
	if (cardNumber.endsWith('0002')) return 'declined';
	return cardNumber.endsWith('0003') ? 'no-3d' : '3d';
}

/** First six and last four digits, the rest starred; the length stays. */
export function maskCardNumber(cardNumber: string): string {
	const hidden = Math.max(0, cardNumber.length - 10);
	return `${cardNumber.slice(0, 6)}${'*'.repeat(hidden)}${cardNumber.slice(-4)}`;
}

export function cardAssociation(cardNumber: string): string {
	if (cardNumber.startsWith('9792')) return 'troy';
	if (cardNumber.startsWith('4')) return 'visa';
	if (/^3[47]/.test(cardNumber)) return 'amex';
	return 'mastercard';
}

/** Throws ApiError parameter for a number that is not one, a bad CVV or a card that has expired. */
export function readCard(input: CardInput, now: number, path: string): CardOnFile {
	if (!/^\d{16}$/.test(input.card_number)) {
		throw fieldError(`${path}card_number`, 'must be 16 digits', '16 rakam olmalıdır');
	}
	if (!/^\d{3,4}$/.test(input.card_cvv)) {
		throw fieldError(`${path}card_cvv`, 'must be 3 or 4 digits', '3 veya 4 rakam olmalıdır');
	}
	const expiry = DateTime.fromFormat(input.card_expiry, 'MM/yy', { zone: ZONE });
	if (!expiry.isValid || expiry.endOf('month').toMillis() < now) {
		throw fieldError(
			`${path}card_expiry`,
			'must be a month in the future, MM/YY',
			'gelecekte bir ay olmalıdır, AA/YY',
		);
	}
	return {
		holder: input.card_holder,
		maskedNumber: maskCardNumber(input.card_number),
		expiry: input.card_expiry,
		association: cardAssociation(input.card_number),
		behaviour: cardBehaviour(input.card_number),
	};
}
