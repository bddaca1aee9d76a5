/** Ids with slashes, dots, spaces and Unicode reach Minted to the letter, and change nothing else. */
import * as fc from 'fast-check';
import type { INodeParameters, INodeProperties } from 'n8n-workflow';
import { FieldError } from '../../../minted/errors';
import { endpoints } from '../../../minted/generated/endpoints';
import { buildRequest } from '../../../minted/client/request';
import { readSettings } from '../../../minted/client/connection';
import { checkPath, readId } from '../../../minted/values';
import type { Operation } from '../../../nodes/shared/operation';
import { byId } from '../../support/forms';
import { everyOperation as operations, nodeOf } from '../../support/operations/nodes';
import { fillIn, keyOf, visibleFields } from '../../support/operations/parameters';
import { prepareWorld, type PreparedWorld } from '../../support/operations/world';

const SEED = 20261102;
const VALUE = '={{ $json.v }}';
const settings = readSettings({
	environment: 'custom',
	baseUrl: 'https://partner.example.com/base',
	username: 'demo',
	password: 'demo',
});

/** Pieces that have changed the meaning of a URL, a header or a JSON text somewhere. */
const pieces = fc.constantFrom(
	...[
		'/',
		'//',
		'..',
		'../',
		'./',
		'.',
		'\\',
		'%2e%2e',
		'%2F',
		'%00',
		'%',
		'?',
		'?a=b',
		'#',
		'&',
		'=',
	],
	...[
		' ',
		'\t',
		'\r\n',
		'\n',
		'\0',
		'\u2028',
		';',
		':',
		'@',
		'"',
		"'",
		'{',
		'}',
		'{external_customer_id}',
	],
	...[
		'\r\nX-Injected: 1',
		'ğüşıöç',
		'İ',
		'金',
		'😀',
		'\ud800',
		'\u202e',
		'\ufeff',
		'e\u0301',
		'__proto__',
	],
);
const hostile = fc
	.array(fc.oneof(pieces, pieces, fc.string({ maxLength: 6 })), { minLength: 1, maxLength: 8 })
	.map((parts) => parts.join(''));

let tried = 0;
let sent = 0;
let world: PreparedWorld;

beforeAll(async () => {
	world = await prepareWorld({ journalSize: 100_000 });
});
afterAll(async () => {
	await world.sandbox.close();
	process.stdout.write(`properties: ${tried} hostile ids tried, ${sent} sent, all to the letter\n`);
});

/** The id if it can be sent at all. */
function accepted(id: string): string | undefined {
	try {
		return readId(id, 'ID', { max: 255 });
	} catch (error) {
		if (error instanceof FieldError) return undefined;
		throw error;
	}
}

describe('A request', () => {
	const withId = Object.values(endpoints).filter(({ path }) => path.includes('{'));

	it.each(withId.map((endpoint) => [`${endpoint.method} ${endpoint.path}`, endpoint] as const))(
		'%s keeps its path, its origin and its headers, whatever the id',
		(_, endpoint) => {
			const [name = ''] = /(?<=\{)\w+(?=\})/.exec(endpoint.path) ?? [];
			const request = (id: string) => buildRequest(settings, endpoint, { path: { [name]: id } });
			const plain = request('id');
			fc.assert(
				fc.property(hostile, (id) => {
					tried++;
					if (accepted(id) === undefined) return;
					sent++;
					const { url, headers } = request(id);
					const { origin, pathname, search, hash } = new URL(url);
					const segments = pathname.split('/');
					const expected = new URL(plain.url).pathname.split('/');
					expect([origin, search, hash]).toEqual(['https://partner.example.com', '', '']);
					expect(segments.map(decodeURIComponent)).toEqual(
						expected.map((segment) => (segment === 'id' ? id : segment)),
					);
					expect(headers).toEqual(plain.headers);
				}),
				{ numRuns: 500, seed: SEED },
			);
		},
	);

	it('takes no path that leads elsewhere, wherever a user may enter one', () => {
		fc.assert(
			fc.property(fc.constantFrom('', '/', '/partner/'), hostile, (start, rest) => {
				tried++;
				const path = `${start}${rest}`;
				try {
					checkPath(path, 'Path');
				} catch (error) {
					expect(error).toBeInstanceOf(FieldError);
					return;
				}
				const { url } = buildRequest(settings, { method: 'GET', path: '/', apiVersion: '2' });
				const { pathname, origin, search, hash } = new URL(`${url.slice(0, -1)}${path}`);
				expect([origin, search, hash]).toEqual(['https://partner.example.com', '', '']);
				expect(pathname).toMatch(/^\/base\//);
				expect(pathname.split('/')).toHaveLength(`/base${path}`.split('/').length);
			}),
			{ numRuns: 2_000, seed: SEED },
		);
	});

	it('lets no header carry a second one, and none replace those of the node', () => {
		fc.assert(
			fc.property(hostile, hostile, (name, value) => {
				tried++;
				try {
					const { headers } = buildRequest(
						settings,
						{ method: 'GET', path: '/partner/balance', apiVersion: '2' },
						{ headers: { [name]: value } },
					);
					for (const [key, text] of Object.entries(headers)) {
						expect(`${key}: ${text}`).toMatch(/^[!-9;-~]+: [\x20-\x7e]*$/);
					}
					expect(headers).toMatchObject({ accept: 'application/json', 'x-client-id': 'web' });
				} catch (error) {
					if (!(error instanceof FieldError)) throw error;
				}
			}),
			{ numRuns: 2_000, seed: SEED },
		);
	});
});

/** Fields that hold an id or another free text, with the item's value in them. */
function textForms(operation: Operation): INodeParameters[] {
	const form = fillIn(operation, {}, { samples: world.samples });
	const isText = ({ type, typeOptions }: INodeProperties) => type === 'string' && !typeOptions;
	return visibleFields(form, nodeOf(operation)).flatMap((field): INodeParameters[] => {
		const { name, type } = field;
		if (type === 'resourceLocator') return [{ ...form, [name]: byId(VALUE) }];
		if (type === 'collection') {
			const entries = (field.options as INodeProperties[]).filter(isText);
			return entries.map((entry) => ({ ...form, [name]: { [entry.name]: VALUE } }));
		}
		return isText(field) ? [{ ...form, [name]: VALUE }] : [];
	});
}

/** Of a path as it is entered or logged; undefined where there is none. */
const pathOf = (path: string): string | undefined =>
	URL.canParse(`http://partner.example.com${path}`)
		? new URL(`http://partner.example.com${path}`).pathname
		: undefined;

const optionsOf = ({ options }: INodeParameters) => (options ?? {}) as INodeParameters;

/** What an error may never be: an accident of the program instead of words for a user. */
const ACCIDENT =
	/cannot read|is not a function|undefined|\[object|unexpected|invalid url|TypeError/i;

describe.each(operations.map((operation) => [keyOf(operation), operation] as const))(
	'%s',
	(key, operation) => {
		it('takes or refuses any text in words, and stays on its own paths', async () => {
			const paths = new Set(Object.values(endpoints).map(({ path }) => path));
			const isOwn = (url: string) => {
				const segments = new URL(url, world.sandbox.url).pathname.split('/');
				return [...paths].some((path) => {
					const parts = path.split('/');
					return (
						parts.length === segments.length &&
						parts.every((part, i) => part.startsWith('{') || part === segments[i])
					);
				});
			};
			for (const parameters of textForms(operation)) {
				const values = fc.sample(hostile, { numRuns: 25, seed: SEED + tried });
				const before = world.sandbox.requests().length;
				const { items, errorItems, error } = await world.run(key, undefined, {
					parameters,
					items: values.map((v) => ({ v })),
					onError: 'continueErrorOutput',
				});
				tried += values.length;
				expect(error).toBeUndefined();
				const concerned = new Set(
					[...items, ...errorItems].map((row) => JSON.stringify(row.pairedItem)),
				);
				// A filter that matches nothing gives nothing for its item.
				if (!/\.(getMany|getBalance|getIncomplete)$/.test(key))
					expect(concerned.size).toBe(values.length);
				for (const { json } of errorItems) {
					expect(String(json.error)).not.toMatch(ACCIDENT);
					expect(String(json.error)).toMatch(/\S+ \S+/);
				}
				const made = world.sandbox.requests().slice(before);
				sent += made.length;
				const entersPath =
					parameters.path === VALUE || optionsOf(parameters).endpointPath === VALUE;
				const entered = entersPath ? values.map((path) => pathOf(path)) : [];
				const strayed = made
					.filter(({ authFailure }) => authFailure === null)
					.filter(({ url }) => !isOwn(url) && !entered.includes(pathOf(url)));
				expect(strayed).toEqual([]);
			}
		});
	},
);
