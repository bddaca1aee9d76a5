import {
	isForReal,
	baseUrlOf,
	ConnectionSettingsError,
	environmentName,
	readSettings,
} from '../../../../minted/client/connection';

const custom = (baseUrl?: string) => baseUrlOf({ environment: 'custom', baseUrl });

describe('The address of the API', () => {
	it('is that of the environment, whatever else the credential holds', () => {
		const baseUrl = 'https://other.example';
		expect(baseUrlOf({ environment: 'staging', baseUrl })).toBe(
			'https://api.staging.mintedconnect.com',
		);
		expect(baseUrlOf({ environment: 'production', baseUrl })).toBe('https://api.mintedconnect.com');
	});

	it.each([
		['https://api.example.com', 'https://api.example.com'],
		[' https://API.example.com/minted/v2// ', 'https://api.example.com/minted/v2'],
		['http://localhost:4010', 'http://localhost:4010'],
		['http://127.0.0.1:4010/', 'http://127.0.0.1:4010'],
		['http://[::1]:4010', 'http://[::1]:4010'],
	])('%s is %s', (text, address) => {
		expect(custom(text)).toBe(address);
	});

	it.each([
		[undefined, 'is empty'],
		[' ', 'is empty'],
		['api.example.com', 'is not a web address'],
		['http://api.example.com', 'must start with https://'],
		['http://127.0.0.1.example.com', 'must start with https://'],
		['http://localhost.example.com', 'must start with https://'],
		['ftp://localhost', 'must start with https://'],
		['https://user@api.example.com', 'must be the plain address'],
		['https://api.example.com/?a=1', 'must be the plain address'],
		['https://api.example.com/#a', 'must be the plain address'],
	])('%s is refused: it %s', (text, problem) => {
		expect(() => custom(text)).toThrow(ConnectionSettingsError);
		expect(() => custom(text)).toThrow(problem);
	});

	it('is refused for an environment that does not exist', () => {
		expect(() => baseUrlOf({ environment: 'moon' as 'staging' })).toThrow(
			'The environment "moon" does not exist',
		);
	});

	it('is named in messages as the user chose it', () => {
		expect(environmentName({ environment: 'staging' })).toBe('staging');
		expect(environmentName({ environment: 'custom', baseUrl: 'http://localhost:1/' })).toBe(
			'http://localhost:1',
		);
	});
});

it('A credential with nothing but its environment has the documented defaults', () => {
	expect(readSettings({ environment: 'staging' })).toEqual({
		environment: 'staging',
		baseUrl: undefined,
		username: '',
		password: '',
		apiVersion: 'documented',
		clientId: 'web',
		language: 'tr',
		endpointPaths: {},
	});
});

it('A password is taken to the letter', () => {
	expect(readSettings({ environment: 'staging', password: ' p\u00e4ss " ' }).password).toBe(
		' p\u00e4ss " ',
	);
});

describe('The endpoint paths of a credential', () => {
	const paths = (endpointPaths: unknown) =>
		readSettings({ environment: 'staging', endpointPaths }).endpointPaths;

	it('replace those of the contract, as JSON or as an object', () => {
		const given = { getOrders: '/partner/order/list', getOrder: '/v9/order/{order_id}' };
		expect(paths(JSON.stringify(given))).toEqual(given);
		expect(paths(given)).toEqual(given);
	});

	it.each([undefined, null, '', '{}'])('are none where nothing was entered: %j', (stored) => {
		expect(paths(stored)).toEqual({});
	});

	it.each<[unknown, string]>([
		['{', 'are not a JSON object'],
		['[]', 'are not a JSON object'],
		['null', 'are not a JSON object'],
		[7, 'are not a JSON object'],
		[{ buyMetal: '/x' }, 'have an entry "buyMetal", which is no endpoint'],
		['{"__proto__":"/x"}', 'have an entry "__proto__", which is no endpoint'],
		[{ constructor: '/x' }, 'have an entry "constructor", which is no endpoint'],
		[{ getOrders: 'partner' }, 'path of "getOrders" cannot be used'],
		[{ getOrders: '//evil.example/x' }, 'path of "getOrders" cannot be used'],
		[{ getOrders: '/a/../b' }, 'path of "getOrders" cannot be used'],
		[{ getOrders: '/a?b=c' }, 'path of "getOrders" cannot be used'],
		[{ getOrders: 7 }, 'path of "getOrders" cannot be used'],
		[{ getOrder: '/partner/order' }, 'path of "getOrder" cannot be used'],
		[{ getOrder: '/partner/order/{id}' }, 'path of "getOrder" cannot be used'],
		[{ getOrders: '/partner/{order_id}' }, 'path of "getOrders" cannot be used'],
	])('are refused with what is wrong: %j', (stored, problem) => {
		expect(() => paths(stored)).toThrow(ConnectionSettingsError);
		expect(() => paths(stored)).toThrow(problem);
	});
});

describe('What is for real', () => {
	it.each([
		[{ environment: 'production' as const }, true],
		[{ environment: 'staging' as const }, false],
		[{ environment: 'custom' as const, baseUrl: 'https://api.example.com' }, true],
		[{ environment: 'custom' as const, baseUrl: 'https://api.staging.mintedconnect.com/' }, false],
		[{ environment: 'custom' as const, baseUrl: 'https://staging.example.com' }, true],
		[{ environment: 'custom' as const, baseUrl: 'http://127.0.0.1:4010' }, false],
	])('%p: %p', (settings, expected) => expect(isForReal(settings)).toBe(expected));
});
