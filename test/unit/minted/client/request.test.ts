import fc from 'fast-check';
import type { ConnectionSettings } from '../../../../minted/client/connection';
import { FieldError } from '../../../../minted/errors';
import { buildRequest } from '../../../../minted/client/request';
import { readId } from '../../../../minted/values';
import { hostileText } from '../../support/hostile';

const settings: ConnectionSettings = {
	environment: 'custom',
	baseUrl: 'https://api.example.com/base/',
	username: 'user',
	password: 'password',
	apiVersion: 'documented',
	clientId: 'web',
	language: 'tr',
	endpointPaths: {},
};
const endpoint = { method: 'GET', path: '/partner/order/{order_id}/x', apiVersion: '2' } as const;
const build = (order_id: string, more = {}) =>
	buildRequest(settings, endpoint, { path: { order_id }, ...more });

describe('An id', () => {
	it('fills exactly one segment of the path and nothing else, or is refused', () => {
		let accepted = 0;
		fc.assert(
			fc.property(hostileText, (text) => {
				let id: string;
				try {
					id = readId(text, 'Order', { max: 255 });
				} catch (error) {
					expect(error).toBeInstanceOf(FieldError);
					return;
				}
				accepted++;
				const { url, headers } = build(id);
				const { origin, pathname, search, hash } = new URL(url);
				const segments = pathname.split('/');
				expect([origin, search, hash]).toEqual(['https://api.example.com', '', '']);
				expect([segments.length, ...segments.slice(0, 4)]).toEqual([
					6,
					'',
					'base',
					'partner',
					'order',
				]);
				expect(segments[5]).toBe('x');
				expect(decodeURIComponent(segments[4] ?? '')).toBe(id);
				expect(url).toMatch(/^[\x21-\x7e]+$/);
				expect(headers).toEqual(build('plain').headers);
			}),
			{ numRuns: 2_000 },
		);
		expect(accepted).toBeGreaterThan(200);
	});

	it('goes into a query and into a body to the letter', () => {
		fc.assert(
			fc.property(hostileText, (text) => {
				const wellFormed = text.replace(/\p{Cs}/gu, '\ufffd');
				const { url, body } = build('plain', { query: { id: text }, body: { id: text } });
				expect(new URL(url).searchParams.get('id')).toBe(text === '' ? null : wellFormed);
				expect(JSON.parse(body ?? '')).toEqual({ id: text });
			}),
			{ numRuns: 2_000 },
		);
	});
});

describe('A request', () => {
	it('has the documented headers, and the version of its page', () => {
		expect(build('1').headers).toEqual({
			accept: 'application/json',
			'api-version': '2',
			'x-client-id': 'web',
			'accept-language': 'tr',
		});
	});

	it('has the version, channel and language of the credential instead', () => {
		const request = buildRequest(
			{ ...settings, apiVersion: '3', clientId: 'kiosk', language: 'en' },
			{ ...endpoint, path: '/partner/orders' },
		);
		expect(request.headers).toMatchObject({
			'api-version': '3',
			'x-client-id': 'kiosk',
			'accept-language': 'en',
		});
	});

	it('carries its body as JSON, and none where there is none', () => {
		expect(build('1', { body: { a: 0.1 } })).toMatchObject({
			body: '{"a":0.1}',
			headers: { 'content-type': 'application/json' },
		});
		expect(build('1').body).toBeUndefined();
	});

	it('leaves out what is not set in the query', () => {
		const { url } = build('1', { query: { a: undefined, b: '', c: 0, d: false } });
		expect(url).toMatch(/\?c=0&d=false$/);
	});

	it.each([
		'Authorization',
		'host',
		' Cookie ',
		'Content-Length',
		'Transfer-Encoding',
		'CONNECTION',
	])('takes no header %j of the user', (name) => {
		expect(() => build('1', { headers: { [name]: 'x' } })).toThrow('cannot be set');
	});

	it('never lets a header of the user replace those of the node', () => {
		const { headers } = build('1', { headers: { 'X-Client-Id': 'other', 'api-version': '9' } });
		expect(headers).toMatchObject({ 'x-client-id': 'web', 'api-version': '2' });
	});

	it('takes no header that would become two', () => {
		fc.assert(
			fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (name, value) => {
				try {
					const { headers } = build('1', { headers: { [name]: value } });
					for (const [key, text] of Object.entries(headers)) {
						expect(key).toMatch(/^[!#$%&'*+\-.^_`|~0-9a-z]+$/);
						expect(text).toMatch(/^[\x20-\x7e]*$/);
					}
				} catch (error) {
					expect(error).toBeInstanceOf(FieldError);
				}
			}),
		);
	});

	it('refuses a Client ID that no header can carry', () => {
		const wrong = { ...settings, clientId: 'web\r\nx: y' };
		expect(() => buildRequest(wrong, { ...endpoint, path: '/x' })).toThrow('x-client-id');
	});

	it('is refused while a place of its path is not filled', () => {
		expect(() => build('1', { endpointPath: '/partner/{unknown}' })).toThrow(
			'The path /partner/{unknown} has an unknown place {unknown}',
		);
	});

	it('goes to another path of the user, with the same places', () => {
		expect(build('a/b', { endpointPath: '/v9/orders/{order_id}' }).url).toBe(
			'https://api.example.com/base/v9/orders/a%2Fb',
		);
	});
});
