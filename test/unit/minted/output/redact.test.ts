import fc from 'fast-check';
import {
	maskCardNumber,
	maskIdentityNumber,
	redactPersonalData,
	withoutSecrets,
} from '../../../../minted/output/redact';

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

describe('redactPersonalData', () => {
	it('masks numbers and drops security codes at any depth, and leaves the rest as it is', () => {
		const order = {
			total: 188.97,
			payment: {
				details: { card_number: '5406670000005403', card_cvv: '987', card_expiry: '12/39' },
			},
			cards: [{ card_number: null, cvv: 123 }],
		};
		expect(redactPersonalData(order)).toEqual({
			total: 188.97,
			payment: { details: { card_number: '540667******5403', card_expiry: '12/39' } },
			cards: [{ card_number: null }],
		});
		expect(order.payment.details.card_cvv).toBe('987');
	});

	it('returns every other value unchanged', () => {
		fc.assert(
			fc.property(fc.jsonValue(), (value) => {
				expect(redactPersonalData(value)).toEqual(value);
			}),
		);
	});
});

it('an answer deeper than any API would make it ends no step', () => {
	const deep = JSON.parse('{"a":['.repeat(5000) + ']}'.repeat(5000)) as object;
	expect(JSON.stringify(redactPersonalData(deep))).toContain('…');
});

it('an identity number that is a number is masked as well', () => {
	expect(redactPersonalData({ identity_number: 10000000146 })).toEqual({
		identity_number: '*********46',
	});
});

describe('maskIdentityNumber', () => {
	it.each([
		['10000000146', '*********46'],
		['1234567890', '********90'],
		['123456', '****56'],
		['12345', '****'],
	])('%j becomes %j', (text, masked) => {
		expect(maskIdentityNumber(text)).toBe(masked);
	});
});

describe('redactPersonalData, of identity numbers,', () => {
	const order = {
		identity_number: 10000000146,
		customer: { identity_number: '10000000146', firstname: 'Ada' },
		fields: [{ identity_number: null }, { identity_number: '' }, { identity_number: { no: 1 } }],
	};

	it('shows the last digits only, at any depth', () => {
		expect(redactPersonalData(order)).toEqual({
			identity_number: '*********46',
			customer: { identity_number: '*********46', firstname: 'Ada' },
			fields: [{ identity_number: null }, { identity_number: '' }, { identity_number: '****' }],
		});
	});

	it('shows them in full where they are asked for, and still no card', () => {
		const cards = { card_number: '5406670000005403', cvv: '987' };
		expect(redactPersonalData({ ...order, cards }, { identityNumbers: true })).toEqual({
			...order,
			cards: { card_number: '540667******5403' },
		});
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
