import fc from 'fast-check';
import { maskCardNumber, redactCardData, withoutSecrets } from '../../../minted/redact';

describe('maskCardNumber', () => {
	it.each([
		['5406670000005403', '540667******5403'],
		['5406 6700 0000 5403', '540667******5403'],
		['540667******5403', '540667******5403'],
		['378282246310005', '378282*****0005'],
		['4111111111111', '411111***1111'],
		['12345', '****'],
		['', '****'],
		['not a card number', '****'],
	])('%j becomes %j', (text, masked) => {
		expect(maskCardNumber(text)).toBe(masked);
	});

	it('never shows more than ten digits', () => {
		fc.assert(
			fc.property(fc.string(), (text) => {
				expect(maskCardNumber(text).replace(/\D/g, '').length).toBeLessThanOrEqual(10);
			}),
		);
	});
});

describe('redactCardData', () => {
	it('masks numbers and drops security codes at any depth, and leaves the rest as it is', () => {
		const order = {
			total: 188.97,
			payment: {
				details: { card_number: '5406670000005403', card_cvv: '987', card_expiry: '12/39' },
			},
			cards: [{ card_number: null, cvv: 123 }],
		};
		expect(redactCardData(order)).toEqual({
			total: 188.97,
			payment: { details: { card_number: '540667******5403', card_expiry: '12/39' } },
			cards: [{ card_number: null }],
		});
		expect(order.payment.details.card_cvv).toBe('987');
	});

	it('returns every other value unchanged', () => {
		fc.assert(
			fc.property(fc.jsonValue(), (value) => {
				expect(redactCardData(value)).toEqual(value);
			}),
		);
	});
});

describe('withoutSecrets', () => {
	it('leaves none of them, wherever they stand and even inside each other', () => {
		const text = 'user secret-password, secret, and secret-password again';
		expect(withoutSecrets(text, ['secret', 'secret-password'])).toBe(
			'user ****, ****, and **** again',
		);
	});

	it('takes them literally', () => {
		expect(withoutSecrets('a.b axb', ['a.b'])).toBe('**** axb');
	});

	it('leaves none escaped either: in JSON, in JSON inside of JSON, in a URL', () => {
		const secret = 'a"b/c+d\\e';
		const inJson = JSON.stringify({ secret });
		const inUrl = `?p=${encodeURIComponent(secret)}`;
		expect(withoutSecrets(inJson, [secret])).toBe('{"secret":"****"}');
		expect(withoutSecrets(JSON.stringify(inJson), [secret])).toBe('"{\\"secret\\":\\"****\\"}"');
		expect(withoutSecrets(inUrl, [secret])).toBe('?p=****');
	});

	it('leaves no Authorization header and no answer to a nonce, of which it knows no value', () => {
		const answers = 'nonce="n", response="0123456789abcdef", cnonce="aB3/+x12="';
		expect(withoutSecrets(`Sent: Digest username="ada", ${answers}`, [])).toBe('Sent: Digest ****');
		const masked = 'nonce="n", response="****", cnonce="****"';
		expect(withoutSecrets(answers, [])).toBe(masked);
		expect(withoutSecrets(JSON.stringify({ answers }), [])).toBe(
			JSON.stringify({ answers: masked }),
		);
		expect(withoutSecrets('No response: unavailable', [])).toBe('No response: unavailable');
	});

	it('does not cut words apart for a secret of one or two letters', () => {
		expect(withoutSecrets('An answer', ['A', '', 'an'])).toBe('An answer');
	});
});
