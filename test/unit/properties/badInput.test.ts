/**
 * Every field of every operation, with values that a form, an expression or a spreadsheet can bring
 * and that cannot be right: refused by name, before anything is sent.
 */
import * as fc from 'fast-check';
import type {
	IDataObject,
	INodeParameters,
	INodeProperties,
	INodePropertyOptions,
} from 'n8n-workflow';
import type { Operation } from '../../../nodes/shared/operation';
import { byId } from '../../support/forms';
import { everyOperation as operations, nodeOf } from '../../support/operations/nodes';
import {
	fillIn,
	isEntryShown,
	keyOf,
	SAMPLES,
	visibleFields,
} from '../../support/operations/parameters';
import { prepareWorld, type PreparedWorld } from '../../support/operations/world';

/** One place in a form: a field, or an entry of one of its collections. */
interface Place {
	field: INodeProperties;
	/** The form with the expression of the item's value in this place. */
	parameters: INodeParameters;
}

const VALUE = '={{ $json.v }}';
const CASES = Number(process.env.MINTED_PROPERTY_CASES ?? 24);
const SEED = 20261101;

let world: PreparedWorld;
let tried = 0;
let places = 0;

beforeAll(async () => {
	world = await prepareWorld();
});
afterAll(async () => {
	await world.sandbox.close();
	process.stdout.write(
		`properties: ${tried} wrong values in ${places} fields of ${operations.length} operations, ` +
			'none of them sent\n',
	);
});

/** Choices that open further parts of a form. */
const FORMS: Record<string, IDataObject[]> = {
	'order.buy': [
		{},
		{ orderBy: 'total', customerDetails: 'given', payment: 'cardNumber' },
		{ account: 'partner', metal: 'other', priceSource: 'token', payment: 'savedCard' },
	],
	'order.sell': [{}, { orderBy: 'total' }, { metal: 'other', priceSource: 'token' }],
	'delivery.create': [
		{},
		{ customerDetails: 'given', payment: 'cardNumber', sameAddress: false },
		{ payment: 'savedCard' },
	],
	'price.fix': [{}, { orderBy: 'total' }],
	'api.call': [{}, { method: 'POST' }],
	'shop.product.get': [{}, { productBy: 'id' }],
	'shop.basket.get': [{}, { basketBy: 'token' }],
	'shop.walletBasket.get': [{}, { basketBy: 'token' }],
	'shop.basket.addItem': [{}, { addTo: 'existing' }],
	'shop.walletBasket.addItem': [{}, { addTo: 'existing' }],
	'shop.basket.setAddress': [{}, { sameAddress: false }, { addressSource: 'existing' }],
};

/** Nothing is sent, so that these need not exist. */
const samples: INodeParameters = {
	...SAMPLES,
	orderId: byId('EXAMPLE-ORDER'),
	cardToken: byId('example-token'),
	priceToken: 'example-token',
};

function formsOf(operation: Operation): INodeParameters[] {
	return (FORMS[keyOf(operation)] ?? [{}]).map((choices) =>
		fillIn(operation, choices as INodeParameters, { samples }),
	);
}

/** Every place of these types, each in the first form that shows it. */
function placesOf(operation: Operation, types: string[]): Place[] {
	const found = new Map<string, Place>();
	const add = (name: string, field: INodeProperties, parameters: INodeParameters) => {
		if (types.includes(field.type) && !found.has(name)) found.set(name, { field, parameters });
	};
	for (const form of formsOf(operation)) {
		for (const field of visibleFields(form, nodeOf(operation))) {
			if (field.name === 'resource' || field.name === 'operation') continue;
			const value = field.type === 'resourceLocator' ? byId(VALUE) : VALUE;
			add(field.name, field, { ...form, [field.name]: value });
			if (field.type !== 'collection') continue;
			for (const inner of field.options as INodeProperties[]) {
				if (!isEntryShown(inner, form, nodeOf(operation))) continue;
				const value: IDataObject = { [inner.name]: VALUE, ...partner(inner.name) };
				add(`${field.name}.${inner.name}`, inner, {
					...form,
					[field.name]: value as INodeParameters,
				});
			}
		}
	}
	return [...found.values()];
}

/** The two days of a period belong together. */
function partner(name: string): IDataObject {
	if (name === 'startDate') return { endDate: '2026-11-30' };
	return name === 'endDate' ? { startDate: '2026-11-01' } : {};
}

/** "Timeout" for "Timeout (Seconds)": messages may leave the unit away. */
const namesOf = ({ name, displayName }: INodeProperties) => [
	// Orders go by three kinds of ID, and the message says which.
	name === 'orderId' ? 'External Order ID' : displayName,
	displayName.replace(/ \([^)]*\)$/, ''),
];

/** Runs all values through the place in one run, and expects that each is refused by name. */
async function expectRefused(operation: Operation, place: Place, values: unknown[]): Promise<void> {
	const items = values.map((v) => ({ v }) as IDataObject);
	const { json, errorItems, requests, error } = await world.run(keyOf(operation), undefined, {
		items,
		parameters: place.parameters,
		onError: 'continueErrorOutput',
	});
	tried += values.length;
	const accepted = json.length;
	expect({ accepted, sent: requests.byOperation, error }).toEqual({ accepted: 0, sent: {} });
	expect(requests.requests).toBe(0);
	// It checks the endpoints once, whatever the number of items.
	const least = operation.value === 'checkEndpoints' ? 1 : values.length;
	expect(errorItems.length).toBeGreaterThanOrEqual(least);
	for (const { json: item } of errorItems) {
		const message = String(item.error);
		expect({ message, named: namesOf(place.field).some((name) => message.includes(name)) }).toEqual(
			{
				message,
				named: true,
			},
		);
	}
}

/** A property over lists of values: shrinking leaves the one that is at fault. */
async function expectAllRefused(
	operation: Operation,
	place: Place,
	value: fc.Arbitrary<unknown>,
): Promise<void> {
	places++;
	const values = fc.array(value, { minLength: CASES / 2, maxLength: CASES / 2 });
	await fc.assert(
		fc.asyncProperty(values, async (list) => await expectRefused(operation, place, list)),
		{ numRuns: 2, seed: SEED },
	);
}

const NO_PLAIN_NUMBER = /^\s*([+-]?\d{1,15}(\.\d{1,20})?)?\s*$/;
const words = fc
	.string({ unit: 'grapheme', maxLength: 40 })
	.filter((text) => !NO_PLAIN_NUMBER.test(text));
const notNumbers = fc.oneof(
	words,
	fc.constantFrom('NaN', 'Infinity', '1,5', '1.250,50', '0x10', '1e3', '١٢', '1 2', '--1', '5 g'),
	fc.constantFrom(true, false, [1], { amount: 1 }),
	fc.double({ min: 1e13, max: 1e300, noNaN: true }),
);
const tooManyDecimals = fc
	.tuple(fc.integer({ min: 0, max: 1000 }), fc.integer({ min: 1, max: 999 }))
	.map(([whole, tail]) => `${whole}.000000001${tail}`);
const negative = fc.integer({ min: -1_000_000, max: -1 });

/** In these 0 or nothing means that they are not used. */
const UNSET_BY_ZERO = new Set([
	'maxPaidTotal',
	'maxTotal',
	'maxUnitPrice',
	'minPaidTotal',
	'minUnitPrice',
]);
const MAY_BE_ZERO = new Set(['gramDecimals', 'retrySeconds', 'timeoutSeconds', 'settleSeconds']);

/** One kind of mistake: the fields in which it can be made, and the wrong values. */
interface Mistake {
	title: string;
	types: string[];
	wrong(place: Place, operation: Operation): fc.Arbitrary<unknown>;
}

const MISTAKES: Mistake[] = [
	{
		title: 'refuses what is not a number, negative, zero, or has too many decimals',
		types: ['number'],
		wrong({ field: { name } }) {
			const kinds: Array<fc.Arbitrary<unknown>> = [notNumbers, tooManyDecimals];
			if (name !== 'cashAmount') kinds.push(negative);
			if (!UNSET_BY_ZERO.has(name) && !MAY_BE_ZERO.has(name)) {
				kinds.push(fc.constantFrom<unknown>(0, '0', '0.0', -0));
			}
			return fc.oneof(...kinds);
		},
	},
	{
		title: 'refuses a choice that is not offered',
		types: ['options', 'multiOptions'],
		wrong({ field }) {
			const offered = (field.options as INodePropertyOptions[]).map(({ value }) => value);
			const other = fc
				.oneof(words, fc.constantFrom('other ', 'BUY', 'try', '__proto__', 'constructor'))
				.filter((text) => text !== '' && !offered.includes(text));
			return field.type === 'multiOptions' ? other.map((text) => [text]) : other;
		},
	},
	{
		title: 'refuses a switch that is neither true nor false',
		types: ['boolean'],
		wrong: () =>
			fc.oneof(
				words.filter((text) => text !== '' && text !== 'true' && text !== 'false'),
				fc.constantFrom<unknown>(1, 0, 'yes', 'TRUE', [], {}),
			),
	},
	{
		title: 'refuses what is not a date',
		types: ['dateTime'],
		wrong: () =>
			fc.oneof(
				words.filter((text) => text !== '' && !/^\d{4}-\d{2}-\d{2}/.test(text)),
				fc.constantFrom<unknown>('2026-02-30', '2026-13-01', '31.12.2026', '12/31/2026', 20261231),
			),
	},
	{
		title: 'refuses JSON that cannot be read',
		types: ['json'],
		wrong({ field }, operation) {
			const broken = fc.oneof(
				words.filter((text) => text.trim() !== '' && !isJson(text)),
				fc.constantFrom('{', '{"a":}', "{'a':1}", '{"a":1', 'undefined'),
			);
			const noObject = fc.constantFrom('[]', '[1]', '"text"', '12', 'true');
			// A free call sends whatever its endpoint takes.
			if (operation.resource === 'api') return broken;
			const noList = fc.constantFrom('{}', '[1]', '[[]]', '"text"', '12', 'true');
			return fc.oneof(broken, field.name === 'addresses' ? noList : noObject);
		},
	},
	{
		title: 'refuses an ID that is empty, has control characters, or is none',
		types: ['resourceLocator'],
		wrong() {
			const control = fc
				.tuple(fc.string(), fc.constantFrom('\r\n', '\n', '\0', '\u2028', '\u0007'), fc.string())
				.map(([before, character, after]) => `a${before}${character}${after}z`);
			const halfCharacter = fc.string().map((text) => `a${text}\ud800b`);
			return fc.oneof(
				control,
				halfCharacter,
				fc.constantFrom<unknown>('', '   ', ' a', 'a ', '.', '..', '...', true, [], {}, 1.5),
				fc.string({ minLength: 2050, maxLength: 2100 }),
			);
		},
	},
];

/** Read once for all items: a wrong value ends the run as a whole, see below. */
const ONCE_A_RUN = 'parallelItems';

describe.each(operations.map((operation) => [keyOf(operation), operation] as const))(
	'%s',
	(_, operation) => {
		for (const { title, types, wrong } of MISTAKES) {
			const found = placesOf(operation, types).filter(({ field }) => field.name !== ONCE_A_RUN);
			if (found.length === 0) continue;
			it(title, async () => {
				for (const place of found) {
					await expectAllRefused(operation, place, wrong(place, operation));
				}
			});
		}
	},
);

function isJson(text: string): boolean {
	try {
		JSON.parse(text);
		return true;
	} catch {
		return false;
	}
}

it('Parallel Items that is no number ends the run before anything is sent', async () => {
	for (const parallelItems of ['many', -1, 0, 1.5]) {
		const before = world.sandbox.counters().requests;
		await expect(world.run('customer.get', { options: { parallelItems } })).rejects.toThrow(
			/^Parallel Items/,
		);
		expect(world.sandbox.counters().requests).toBe(before);
		tried++;
	}
});
