import { randomBytes } from 'crypto';
import type { RunMemory } from './book';
import { forModel } from './refusal';

/** What a preview promised, and for what. */
export interface Offer {
	/** Account and wish that it is for. */
	wish: string;
	/** When it was made. */
	at: number;
	isUsed: boolean;
	/** As it was fixed. */
	fixed: FixedPrice;
}

/** The price that a preview fixed, and how many grams it is for. */
export interface FixedPrice {
	sku: string;
	grams: number;
	unitPrice: number;
	total: number;
	currency: string;
	priceToken: string;
	expiresAt?: string;
}

/** What the text says, beside the price. */
export interface Wording {
	side: 'buy' | 'sell';
	/** Null for the partner's own company. */
	customer: string | null;
	sequence: number;
}

/** Prices are fixed for about four minutes; Minted itself says so to the second. */
const VALID_MS = 240_000;
const MOST_OFFERS = 50;

/** Writes and keeps the one text that will place this order. */
export function offer(
	memory: RunMemory,
	wish: string,
	fixed: FixedPrice,
	wording: Wording,
	now: number,
): string {
	const texts = Object.keys(memory.offers);
	const surplus = texts.slice(0, Math.max(0, texts.length + 1 - MOST_OFFERS));
	for (const old of surplus) Reflect.deleteProperty(memory.offers, old);
	const text = textOf(fixed, wording, randomBytes(2).toString('hex'));
	// A text that comes twice belongs to nobody any more: with a code of two bytes, that is rare.
	memory.offers[text] = { wish, at: now, isUsed: text in memory.offers, fixed };
	return text;
}

function textOf(fixed: FixedPrice, { side, customer, sequence }: Wording, code: string): string {
	const { grams, sku, total, currency } = fixed;
	const whose = customer === null ? 'your company' : quoted(customer);
	const again = sequence > 1 ? ` (order ${sequence} of this kind)` : '';
	const money = `${total.toLocaleString('en-US', { minimumFractionDigits: 2, maximumFractionDigits: 2 })} ${currency}`;
	const what = `${grams} g ${quoted(sku)}`;
	return side === 'buy'
		? `Buy ${what} for ${whose}${again}, at most ${money}, #${code}`
		: `Sell ${what} of ${whose}${again}, for at least ${money}, #${code}`;
}

/** A name that could pass for a part of the sentence stands in quotes. */
const quoted = (name: string) => (/^[\w.@-]+$/.test(name) ? name : JSON.stringify(name));

const AGAIN =
	'Make a new preview with the preview tool, and pass on its confirmation to the letter.';

/**
 * The price that was confirmed. The text is used up by this.
 *
 * @throws FieldError
 */
export function redeem(memory: RunMemory, text: string, wish: string, now: number): FixedPrice {
	const field = 'Confirmation';
	const known = Object.hasOwn(memory.offers, text) ? memory.offers[text] : undefined;
	if (known === undefined) {
		throw forModel(
			field,
			text === ''
				? 'This order needs the confirmation of a preview'
				: 'This is not, to the letter, the confirmation of a preview of this conversation',
			AGAIN,
		);
	}
	if (known.isUsed) {
		throw forModel(
			field,
			'This confirmation was used already',
			'Do not order again: look at what became of the order first.',
		);
	}
	if (known.wish !== wish) {
		throw forModel(
			field,
			'The confirmation is for another order than this one',
			'Call with exactly the values of the preview.',
		);
	}
	if (now - known.at >= VALID_MS) throw forModel(field, 'The confirmed price has expired', AGAIN);
	known.isUsed = true;
	return known.fixed;
}
