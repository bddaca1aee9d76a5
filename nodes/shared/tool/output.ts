import type { IDataObject } from 'n8n-workflow';
import { metalNameOf } from '../../../minted/model';

/**
 * Never for a model: what identifies a person or a card, and what an order can be placed with. As the
 * names are without what stands between their words.
 */
const SECRET_KEYS =
	/^((national)?identity(no|number)?|tckn|tc(no|kimlik(no)?)|kimlikno|passport(no|number)?|card(number|no|token|holder|cvv)|cvv2?|cvc2?|pan|iban|(price)?token)$/;
/** Digits in which a card number, or an identity number of Turkey, could be, with what stands beside it. */
const RUN = /\d(?:[ .-]?\d){10,}/g;
/** All of a run, as far as it is not longer than such a number: it is judged however it is written. */
const WHOLE = /(?<!\d)\d(?:[ .-]?\d){10,18}(?!\d)/g;
/** A part of a run is judged where it is written as people write such a number: amounts have many parts. */
const IDENTITY = /^(?:\d{11}|\d{3}(?:[ .-]\d{3}){2}[ .-]\d{2}|\d{4} \d{4} \d{3})$/;
/** By the digits that issuers of cards have, too. */
const CARD =
	/^(?=[3-6]|2[2-7]|9792)(?:\d{13,19}|\d{4}(?:[ .-]\d{4}){3}(?:[ .-]\d{1,3})?|\d{4}[ .-]\d{6}[ .-]\d{4,5})$/;
const MOST_PARTS = 5;
/** By these an order is found, as they are; what Minted counts on has eleven digits, too, and is nobody's. */
const NAMES = new Set(['external_id', 'guid', 'increment_id', 'order_code']);
/** Deeper than this is nothing that an API would say. */
const DEEPEST = 100;

/**
 * The rows of a result as a model gets them: small, in words that it cannot mistake, and without
 * anything that it has no business to know.
 */
export function rowsForModel(key: string, rows: readonly IDataObject[]): IDataObject[] {
	const open = withoutSecrets(rows) as IDataObject[];
	if (open.length === 0 && rows.length > 0) return [{ message: 'All wallets are empty.' }];
	return key === 'price.fix' ? open.map(priceList) : open;
}

function withoutSecrets(value: unknown, name = '', depth = 0): unknown {
	if (depth > DEEPEST) return '…';
	if (Array.isArray(value)) {
		return value
			.filter((each) => !isEmptyWallet(each))
			.map((each) => withoutSecrets(each, name, depth + 1));
	}
	if (NAMES.has(name) && typeof value !== 'object') return value;
	if (typeof value === 'string') return textForModel(value);
	// Thirteen digits are a time.
	if (typeof value === 'number') {
		return /^(\d{11}|\d{15,16})$/.test(String(value)) && isSecret(String(value)) ? '****' : value;
	}
	if (typeof value !== 'object' || value === null) return value;
	return Object.fromEntries(
		Object.entries(value).flatMap(([key, inner]) =>
			SECRET_KEYS.test(key.replace(/[^a-z0-9]/gi, '').toLowerCase())
				? []
				: [[key, withoutSecrets(inner, key, depth + 1)]],
		),
	);
}

/** A text without the card and identity numbers in it, whoever wrote them there. */
export const textForModel = (text: string): string => text.replace(RUN, masked);

function masked(run: string): string {
	const characters = Array.from(run);
	const secrets = [...wholes(run), ...parts(run)].filter(({ text }) => isSecret(text));
	for (const { text, start } of secrets) characters.fill('*', start, start + text.length);
	return characters.join('').replace(/\*+/g, '****');
}

interface Stretch {
	text: string;
	start: number;
}

const wholes = (run: string): Stretch[] =>
	Array.from(run.matchAll(WHOLE), ({ 0: text, index: start }) => ({ text, start }));

function parts(run: string): Stretch[] {
	const groups = Array.from(run.matchAll(/\d+/g), ({ 0: text, index: start }) => ({
		start,
		end: start + text.length,
	}));
	return groups.flatMap(({ start }, first) =>
		groups
			.slice(first, first + MOST_PARTS)
			.map(({ end }) => ({ text: run.slice(start, end), start }))
			.filter(({ text }) => IDENTITY.test(text) || CARD.test(text)),
	);
}

function isSecret(text: string): boolean {
	const digits = text.replace(/[ .-]/g, '');
	if (!/^\d+$/.test(digits)) return false;
	if (digits.length === 11) return isIdentityNumber(digits);
	return digits.length >= 13 && digits.length <= 19 && isCardNumber(digits);
}

/** By the two check digits that Turkey's identity numbers end with. */
function isIdentityNumber(text: string): boolean {
	const digits = Array.from(text, Number);
	const sum = (indexes: number[]) => indexes.reduce((all, index) => all + (digits[index] ?? 0), 0);
	const tenth = (7 * sum([0, 2, 4, 6, 8]) - sum([1, 3, 5, 7]) + 100) % 10;
	return digits[0] !== 0 && digits[9] === tenth && digits[10] === sum([...Array(10).keys()]) % 10;
}

/** By Luhn's check digit. */
function isCardNumber(text: string): boolean {
	const sum = Array.from(text, Number)
		.reverse()
		.reduce((all, digit, index) => {
			const value = digit * (index % 2 === 0 ? 1 : 2);
			return all + (value > 9 ? value - 9 : value);
		}, 0);
	return sum % 10 === 0;
}

const AMOUNTS = ['balance', 'blocked', 'real_balance'] as const;

function isEmptyWallet(value: unknown): boolean {
	if (typeof value !== 'object' || value === null) return false;
	const wallet = value as Record<string, unknown>;
	return (
		// A movement that has emptied the wallet tells its outcome beside what is left.
		!('outcome' in wallet) &&
		AMOUNTS.every((name) => name in wallet) &&
		AMOUNTS.every((name) => Number(wallet[name] ?? 0) === 0)
	);
}

/** The prices of one gram, each with the name of its metal and its currency. */
function priceList({ currency, expires_at, prices, ...rest }: IDataObject): IDataObject {
	if (!Array.isArray(prices)) return { currency, expires_at, prices, ...rest };
	return {
		expires_at,
		prices: (prices as IDataObject[]).map(({ sku, buy_price, sell_price, buy_amount }) => ({
			metal: metalNameOf(sku) ?? sku,
			sku,
			customer_pays_per_gram: buy_price,
			customer_gets_per_gram: sell_price,
			...(buy_amount ? { grams_for_the_total: buy_amount } : {}),
			currency,
		})),
	};
}
