import { ConnectionSettingsError } from '../../../minted/client/connection';
import { FieldError, MintedError, type MintedErrorKind } from '../../../minted/errors';
import { explainError, type ExplainContext } from '../../../nodes/shared/explain';
import {
	NotPreparedError,
	OrderNotPlacedError,
	OrderOutcomeUnknownError,
} from '../../../minted/orders/placeOnce';
import { OrderRefusal, type RefusalReason } from '../../../minted/orders/refusal';

const context: ExplainContext = { environment: 'staging', secrets: [] };
const explain = (error: unknown, more: Partial<ExplainContext> = {}) =>
	explainError(error, { ...context, ...more });

const KINDS: Record<MintedErrorKind, true> = {
	credentials: true,
	notMinted: true,
	forbidden: true,
	noSuchPath: true,
	notFound: true,
	parameter: true,
	priceTokenExpired: true,
	insufficientBalance: true,
	unknownCustomer: true,
	conflict: true,
	refused: true,
	rateLimited: true,
	server: true,
	unreadable: true,
	unreachable: true,
	noAnswer: true,
	cancelled: true,
};

describe.each(Object.keys(KINDS) as MintedErrorKind[])('The error "%s"', (kind) => {
	const { message, description } = explain(new MintedError({ kind, status: 422 }));

	it('is a sentence, not a status', () => {
		expect(message).toMatch(/^(Minted|The) [a-zA-Z ,]+$/);
	});

	it('says what to do next, and where it happened', () => {
		expect(description).toMatch(/\b(Check|Ask|Correct|Run|Look|Create|Read|Wait|Try|tell)\b/);
		expect(description).toContain('Environment: staging, HTTP 422.');
	});
});

it("An error of Minted's brings its own words, fields and code", () => {
	const error = new MintedError({
		kind: 'parameter',
		status: 422,
		apiCode: 4220,
		apiMessage: 'Parameter\n Error.',
		fieldErrors: { 'items.0.amount': ['must be greater than 0', 'is too small'] },
	});
	expect(explain(error, { moves: 'ordered' })).toEqual({
		message: 'Minted refused a value (field items.0.amount)',
		description:
			'Minted says: "Parameter Error.; items.0.amount: must be greater than 0, is too small". Nothing was ordered. Correct the field named here and run the step again. Environment: staging, HTTP 422, code 4220.',
		outcome: 'refused',
	});
});

it('A long text is cut, so that a page of HTML does not become a message', () => {
	const error = new MintedError({ kind: 'refused', apiMessage: 'x'.repeat(10_000) });
	expect(explain(error).description.length).toBeLessThan(700);
});

it('The number of tries is told where there was more than one', () => {
	const after = (tries: number) =>
		explain(new MintedError({ kind: 'server', status: 503, tries })).description;
	expect(after(5)).toMatch(/ Tried 5 times\.$/);
	expect(after(1)).not.toContain('Tried');
});

it('An assumed path is told as a possible cause, with the option for it', () => {
	const assumedPath = '/partner/orders';
	for (const kind of ['noSuchPath', 'notFound'] as const) {
		const { description } = explain(new MintedError({ kind }), { assumedPath });
		expect(description).toContain('The path /partner/orders is not publicly documented');
	}
	const { description } = explain(new MintedError({ kind: 'server' }), { assumedPath });
	expect(description).not.toContain('not publicly documented');
});

it.each([
	['maxUnitPrice', 'price of 120.5 TRY is above the Maximum Unit Price'],
	['maxTotal', 'total of 120.5 TRY is above the Maximum Total'],
	['minUnitPrice', 'price of 120.5 TRY is below the Minimum Unit Price'],
] as const)('A price beyond the limit "%s" is told with both numbers', (limit, words) => {
	const reason = { kind: 'limit', limit, allowed: 100, actual: 120.5, currency: 'TRY' } as const;
	expect(explain(new OrderRefusal(reason), { moves: 'ordered' })).toEqual({
		message: `The ${words} of 100 TRY; nothing was ordered`,
		description: 'Wait for a better price, or change the limit under Price Limits.',
		outcome: 'refused',
	});
});

describe('An order that this package refused', () => {
	const taken = (more: object = {}): RefusalReason => ({
		kind: 'taken',
		externalId: 'shop-1',
		certain: true,
		...more,
	});

	it.each<[RefusalReason, string]>([
		[{ kind: 'notOffered', sku: 'GPD', offered: ['GAU', 'GAG'] }, 'no price for "GPD"'],
		[{ kind: 'noPrice', sku: 'GAU' }, 'no price for "GAU" that can be ordered at'],
		[{ kind: 'otherCurrency', of: 'total', prices: 'USD', order: 'TRY' }, 'total price is in TRY'],
		[{ kind: 'otherCurrency', of: 'limits', prices: 'USD', order: 'TRY' }, 'limits are in TRY'],
		[
			{ kind: 'tooMuch', total: 100, actual: 999.32, currency: 'TRY' },
			"Minted's grams for 100 TRY come to 999.32 TRY",
		],
		[
			{ kind: 'tooLittle', total: 0.1, currency: 'TRY', sku: 'GAU', unitPrice: 3010 },
			'0.1 TRY is less than the smallest amount of GAU',
		],
		[{ kind: 'tokenWithTotal' }, 'to be fixed in the same step'],
		[{ kind: 'tokenWithLimits' }, 'Price limits cannot be checked'],
		[taken(), 'The External Order ID "shop-1" already belongs to another order'],
		[taken({ certain: false }), 'perhaps for this very order'],
	])('for %j says so, that nothing was ordered, and what to do', (reason, words) => {
		const { message, description, outcome } = explain(new OrderRefusal(reason), {
			moves: 'ordered',
		});
		expect(message).toContain(words);
		expect(description).toMatch(/^Nothing was ordered\. \S.*\.$/);
		expect(outcome).toBe('refused');
	});

	it.each([true, false])(
		'because of what is there already tells what that is, and to look before all else (certain: %p)',
		(certain) => {
			const found = {
				type: 'Buy',
				sku: 'GAU',
				amount: 0.1,
				customerExternalId: 'MTD-DEMO-1',
				orderCode: 'C-1',
				currency: 'USD',
			};
			const { description } = explain(new OrderRefusal(taken({ certain, found })));
			expect(description).toContain(
				'Under this ID Minted has: Buy 0.1 g GAU of customer MTD-DEMO-1, paid in USD, order code C-1.',
			);
			const look = description.indexOf('Look at it first');
			expect(look).toBeGreaterThan(0);
			expect(description.indexOf('an ID of its own')).toBeGreaterThan(look);
			expect(description).toContain('must not be sent again');
		},
	);

	it('because of an order of the company says whose it is', () => {
		const { description } = explain(
			new OrderRefusal(taken({ found: { type: 'Sell', customerExternalId: null } })),
		);
		expect(description).toContain('Under this ID Minted has: Sell of your company.');
	});
});

describe('An order that could not be prepared', () => {
	it('was not sent, whatever the reason', () => {
		const error = new NotPreparedError(new TypeError("reading 'sku' of null"));
		expect(explain(error, { moves: 'ordered' })).toEqual({
			message: 'The order could not be prepared',
			description:
				"Nothing was ordered. An answer of Minted was not as expected (reading 'sku' of null). Run it again; if it lasts, report it with the environment and the operation.",
			outcome: 'refused',
		});
	});
});

describe('Every text of an operation that moves something', () => {
	const reason = new MintedError({ kind: 'server', status: 502 });
	const ends: unknown[] = [
		...(Object.keys(KINDS) as MintedErrorKind[]).map((kind) => new MintedError({ kind })),
		new FieldError('Amount', 'Amount is zero', 'Enter more.'),
		new FieldError('Amount', 'Amount is zero'),
		new ConnectionSettingsError('The Base URL is empty.'),
		new NotPreparedError(undefined),
		new OrderNotPlacedError('shop-1', reason, 30_000),
		new Error('an expression throws'),
		Object.assign(new Error('ReferenceError'), { description: 'x is not defined' }),
		new Error(''),
		'a text',
		undefined,
		null,
	];

	it.each(ends)('says that nothing was, where that is certain: %p', (error) => {
		const ordered = explain(error, { moves: 'ordered' });
		const moved = explain(error, { moves: 'moved' });
		expect(ordered.outcome).toBe('refused');
		expect(ordered.description).toContain('Nothing was ordered.');
		if (!(error instanceof OrderNotPlacedError)) {
			expect(moved.description).toContain('Nothing was moved.');
		}
		expect(explain(error)).not.toHaveProperty('outcome');
	});

	it.each([reason, undefined])('says that it is not known, where it is not: %p', (why) => {
		const unknown = new OrderOutcomeUnknownError('shop-1', why);
		for (const moves of ['ordered', 'moved'] as const) {
			const { message, description, outcome } = explain(unknown, { moves });
			expect([message, outcome]).toEqual([
				'It is not known whether this was carried out',
				'unknown',
			]);
			expect(description).not.toMatch(/nothing was (ordered|moved)|safe to run it again/i);
		}
	});
});

describe('A lost order', () => {
	const reason = new MintedError({ kind: 'server', status: 502 });

	it('that was not placed may be ordered again', () => {
		expect(explain(new OrderNotPlacedError('shop-1', reason, 30_049))).toEqual({
			message: 'The order was not placed; it is safe to run it again',
			description:
				'Minted has a problem of its own (staging, HTTP 502). Minted (staging) was then asked for the order "shop-1" for 30 s and did not know it. Nothing was ordered. Run it again with the same External Order ID: it is looked up again before anything is sent.',
		});
	});

	it('of unknown fate comes with the way to find out', () => {
		const error = new OrderOutcomeUnknownError('shop-1', reason);
		expect(explain(error, { moves: 'ordered' })).toEqual({
			message: 'It is not known whether this was carried out',
			description:
				'Minted has a problem of its own (staging, HTTP 502). Nothing more was sent. Before you run it again, find out: look for it with Order > Get by its External Order ID, or ask Minted; running this step again with the same ID is safe once Minted answers, because the order is looked up before anything is sent (ID "shop-1", staging).',
			outcome: 'unknown',
		});
	});

	it('under an ID that was made for its execution is to be retried there: a new one has another', () => {
		const error = new OrderOutcomeUnknownError('n8n-1', reason);
		const { description } = explain(error, { moves: 'ordered', isIdMade: true });
		expect(description).toMatch(
			/This ID was made for this execution: retry this one\. A new one would have another ID/,
		);
	});

	it('without Duplicate Guard is not called safe to run again: the step would order without looking', () => {
		const unknown = new OrderOutcomeUnknownError('shop-1', reason);
		const unguarded = { moves: 'ordered', isUnguarded: true } as const;
		const { description } = explain(unknown, unguarded);
		expect(description).toContain('Order > Get');
		expect(description).toContain('Duplicate Guard is off');
		expect(description).not.toContain('is safe');
		const absent = explain(new OrderNotPlacedError('shop-1', reason, 30_049), unguarded);
		expect(absent.description).toMatch(/Run it again with the same External Order ID\.$/);
	});

	it('that is a cash movement is found out by the balance: there is no look for it', () => {
		const { description } = explain(new OrderOutcomeUnknownError('move-1', reason), {
			moves: 'moved',
		});
		expect(description).toContain('Balance > Get Customer');
		expect(description).not.toContain('Order > Get');
	});

	it('of an earlier attempt says so', () => {
		const error = new OrderOutcomeUnknownError('shop-1', undefined);
		expect(explain(error).description).toMatch(/^An earlier attempt may have reached Minted/);
	});

	it('with another one found under its ID says what that is', () => {
		const found = { type: 'Buy', sku: 'GAU', amount: 2, customerExternalId: null };
		const other = new OrderRefusal({ kind: 'taken', externalId: 'shop-1', certain: true, found });
		const { description } = explain(new OrderOutcomeUnknownError('shop-1', reason, other));
		expect(description).toContain('Under this ID Minted has: Buy 2 g GAU of your company.');
	});
});

it('Errors of fields and of the credential keep their own words', () => {
	expect(explain(new FieldError('Amount', 'Amount is zero', 'Enter more.'))).toEqual({
		message: 'Amount is zero',
		description: 'Enter more.',
	});
	expect(explain(new ConnectionSettingsError('The Base URL is empty.'))).toEqual({
		message: 'The Base URL is empty.',
		description: 'Open the Minted Connect credential to change it.',
	});
});

it('A secret that Minted echoes is taken out of message and description', () => {
	const secret = '5406670000005403';
	const error = new MintedError({
		kind: 'parameter',
		apiMessage: `Card ${secret} is not valid`,
		fieldErrors: { [secret]: [`${secret} is wrong`] },
	});
	const explained = explain(error, { secrets: [secret] });
	expect(JSON.stringify(explained)).not.toContain(secret);
	expect(explained.description).toContain('Card **** is not valid');
});

it('Not even the beginning of a secret is left where a long message is cut off', () => {
	const secret = '5406670000005403';
	const error = new MintedError({
		kind: 'parameter',
		apiMessage: `${'x'.repeat(390)} ${secret} is not valid`,
	});
	expect(explain(error, { secrets: [secret] }).description).not.toContain('5406');
});

describe('Any other error', () => {
	it('gives its own words, and nothing else of it', () => {
		const error = Object.assign(new Error('Cannot read "x"'), {
			description: 'Check the expression.',
			headers: { authorization: 'Digest secret' },
		});
		expect(explain(error)).toEqual({
			message: 'Cannot read "x"',
			description: 'Check the expression.',
		});
	});

	it('may be anything', () => {
		expect(explain('x')).toEqual({ message: 'x', description: '' });
		expect(explain({ message: 7, description: {} }).description).toBe('');
		expect(explain(undefined).message).toBe('undefined');
	});

	it('that repeats a secret has it taken out', () => {
		const error = Object.assign(new Error('bad s3cret-password'), {
			description: 's3cret-password',
		});
		const explained = explain(error, { secrets: ['s3cret-password'] });
		expect(JSON.stringify(explained)).not.toContain('s3cret-password');
	});
});

describe('What is said of a basket', () => {
	const basket = { moves: 'completed' } as const;

	it('keeps the code of a payment as the text it is: 050 is not 50', () => {
		const code = new MintedError({ kind: 'refused', status: 200, apiCode: '050' });
		expect(explain(code, basket).description).toContain('HTTP 200, code 050.');
	});

	it('names no field that only orders have', () => {
		for (const kind of ['priceTokenExpired', 'insufficientBalance', 'unknownCustomer'] as const) {
			const { message, description } = explain(new MintedError({ kind }), basket);
			expect(`${message} ${description}`).not.toMatch(/Price >|Customer Details|External Order ID/);
			expect(description).toContain('Nothing was ordered.');
		}
	});

	it.each<RefusalReason>([
		{ kind: 'paidLimit', limit: 'maxPaidTotal', allowed: 10, actual: 10.01 },
		{ kind: 'paidLimit', limit: 'minPaidTotal', allowed: 10, actual: 9.99 },
		{ kind: 'expiredBasket' },
		{ kind: 'noPaidTotal' },
	])('says of $kind once that nothing was ordered', (reason) => {
		const { message, description } = explain(new OrderRefusal(reason), basket);
		expect(`${message} ${description}`.match(/nothing was ordered/gi)).toHaveLength(1);
	});
});
