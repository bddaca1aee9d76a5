import { ConnectionSettingsError } from '../../../minted/client/connection';
import { FieldError, MintedError, type MintedErrorKind } from '../../../minted/errors';
import { explainError, type ExplainContext } from '../../../nodes/shared/explain';
import { PriceLimitError } from '../../../minted/orders/digitalOrder';
import { OrderNotPlacedError, OrderOutcomeUnknownError } from '../../../minted/orders/placeOnce';

const context: ExplainContext = { environment: 'staging', movesMoney: false, secrets: [] };
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
	refused: true,
	rateLimited: true,
	server: true,
	unreadable: true,
	unreachable: true,
	noAnswer: true,
};

describe.each(Object.keys(KINDS) as MintedErrorKind[])('The error "%s"', (kind) => {
	const { message = '', description = '' } = explain(new MintedError({ kind, status: 422 })) ?? {};

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
	expect(explain(error, { movesMoney: true })).toEqual({
		message: 'Minted refused a value (field items.0.amount)',
		description:
			'Minted says: "Parameter Error.; items.0.amount: must be greater than 0, is too small". Nothing was ordered. Correct the field named here and run the step again. Environment: staging, HTTP 422, code 4220.',
	});
});

it('A long text is cut, so that a page of HTML does not become a message', () => {
	const error = new MintedError({ kind: 'refused', apiMessage: 'x'.repeat(10_000) });
	expect(explain(error)?.description.length).toBeLessThan(700);
});

it('The number of tries is told where there was more than one', () => {
	const after = (tries: number) =>
		explain(new MintedError({ kind: 'server', status: 503, tries }))?.description;
	expect(after(5)).toMatch(/ Tried 5 times\.$/);
	expect(after(1)).not.toContain('Tried');
});

it('An assumed path is told as a possible cause, with the option for it', () => {
	const assumedPath = '/partner/orders';
	for (const kind of ['noSuchPath', 'notFound'] as const) {
		const { description } = explain(new MintedError({ kind }), { assumedPath }) ?? {};
		expect(description).toContain('The path /partner/orders is not publicly documented');
	}
	const { description } = explain(new MintedError({ kind: 'server' }), { assumedPath }) ?? {};
	expect(description).not.toContain('not publicly documented');
});

it.each([
	['Maximum Unit Price', 'above'],
	['Maximum Total', 'above'],
	['Minimum Unit Price', 'below'],
] as const)('A price beyond the %s is told with both numbers', (limit, relation) => {
	expect(explain(new PriceLimitError(limit, 100, 120.5, 'TRY'))?.message).toBe(
		`The price of 120.5 TRY is ${relation} the ${limit} of 100 TRY; nothing was ordered`,
	);
});

describe('A lost order', () => {
	const reason = new MintedError({ kind: 'server', status: 502 });

	it('that was not placed may be ordered again', () => {
		expect(explain(new OrderNotPlacedError('shop-1', reason, 30_049))).toEqual({
			message: 'The order was not placed; it is safe to run it again',
			description:
				'Minted has a problem of its own (staging, HTTP 502). Minted (staging) was then asked for the order "shop-1" for 30 s and did not know it. Run it again with the same External Order ID: it is looked up again before anything is sent.',
		});
	});

	it('of unknown fate comes with the way to find out', () => {
		const error = new OrderOutcomeUnknownError('shop-1', reason, 'ask Minted');
		expect(explain(error)).toEqual({
			message: 'It is not known whether this was carried out',
			description:
				'Minted has a problem of its own (staging, HTTP 502). Nothing more was sent. Before you run it again, find out: ask Minted (ID "shop-1", staging).',
		});
	});

	it('of an earlier attempt says so', () => {
		const error = new OrderOutcomeUnknownError('shop-1', undefined, 'ask Minted');
		expect(explain(error)?.description).toMatch(/^An earlier attempt may have reached Minted/);
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
	expect(explained?.description).toContain('Card **** is not valid');
});

it('Not even the beginning of a secret is left where a long message is cut off', () => {
	const secret = '5406670000005403';
	const error = new MintedError({
		kind: 'parameter',
		apiMessage: `${'x'.repeat(390)} ${secret} is not valid`,
	});
	expect(explain(error, { secrets: [secret] })?.description).not.toContain('5406');
});

it('Any other error is left to the caller', () => {
	expect(explain(new Error('x'))).toBeUndefined();
	expect(explain('x')).toBeUndefined();
});
