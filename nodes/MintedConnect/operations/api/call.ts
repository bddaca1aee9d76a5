import { defineOperation } from '../../../shared/operation';
import { FieldError } from '../../../../minted/errors';
import type { HttpMethod } from '../../../../minted/http';
import { checkPath } from '../../../../minted/values';

const METHODS: readonly HttpMethod[] = ['DELETE', 'GET', 'PATCH', 'POST', 'PUT'];

export const operation = defineOperation({
	resource: 'api',
	value: 'call',
	name: 'Call',
	action: 'Call any endpoint',
	description: 'Send a signed request to any endpoint of the Partner API',
	fields: [
		{
			displayName:
				'A free call has none of the safety of Order > Buy and Sell: no duplicate guard, no price limits, no look-up after a broken connection. Use those operations to move money.',
			name: 'callNotice',
			type: 'notice',
			default: '',
			displayOptions: { hide: { method: ['GET'] } },
		},
		{
			displayName: 'Method',
			name: 'method',
			type: 'options',
			options: METHODS.map((method) => ({ name: method, value: method })),
			default: 'GET',
		},
		{
			displayName: 'Path',
			name: 'path',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'e.g. /partner/orders',
			description: 'The path of the endpoint, without the address and without a query',
		},
		{
			displayName: 'Query Parameters',
			name: 'query',
			type: 'fixedCollection',
			typeOptions: { multipleValues: true },
			placeholder: 'Add Parameter',
			default: {},
			options: [
				{
					displayName: 'Parameter',
					name: 'parameter',
					values: [
						{ displayName: 'Name', name: 'name', type: 'string', default: '' },
						{ displayName: 'Value', name: 'value', type: 'string', default: '' },
					],
				},
			],
		},
		{
			displayName: 'Headers',
			name: 'headers',
			type: 'fixedCollection',
			typeOptions: { multipleValues: true },
			placeholder: 'Add Header',
			default: {},
			description: 'In addition to the documented ones, which the node sends itself',
			options: [
				{
					displayName: 'Header',
					name: 'header',
					values: [
						{ displayName: 'Name', name: 'name', type: 'string', default: '' },
						{ displayName: 'Value', name: 'value', type: 'string', default: '' },
					],
				},
			],
		},
		{
			displayName: 'Body (JSON)',
			name: 'body',
			type: 'json',
			default: '{}',
			displayOptions: { hide: { method: ['GET'] } },
		},
	],
	returnsIdentityNumbers: true,
	async execute({ api, params, connection }) {
		const method = params.choice('method', 'Method', METHODS);
		const path = checkPath(params.text('path', 'Path', { max: 2000 }), 'Path');
		if (/[{}]/.test(path)) {
			throw new FieldError(
				'Path',
				'Path has a place in braces that is not filled in',
				'Write the ID instead.',
			);
		}
		const body = method === 'GET' ? undefined : params.json('body', 'Body (JSON)');
		return await api.request(
			{ method, path, apiVersion: connection.settings.apiVersion === '3' ? '3' : '2' },
			{
				query: pairs(params.raw('query.parameter', [])),
				headers: pairs(params.raw('headers.header', [])),
				body,
			},
			method === 'GET',
		);
	},
});

function pairs(rows: unknown): Record<string, string> {
	const list = Array.isArray(rows) ? (rows as Array<{ name?: unknown; value?: unknown }>) : [];
	return Object.fromEntries(
		list
			.map(({ name, value }): [string, string] => [plainText(name).trim(), plainText(value)])
			.filter(([name]) => name !== ''),
	);
}

/** A cell of the form; what an expression brings as an object goes as JSON. */
function plainText(value: unknown): string {
	if (typeof value === 'string') return value;
	return value === undefined || value === null ? '' : JSON.stringify(value);
}
