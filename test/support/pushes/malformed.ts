/** Bodies that are no push of an order, and what their sender is told. */
export interface Malformed {
	what: string;
	body: string | Buffer;
	headers?: Record<string, string>;
	answer: number;
}

const FORM = 'application/x-www-form-urlencoded';

export const MALFORMED: readonly Malformed[] = [
	{ what: 'nothing', body: '', answer: 400 },
	{ what: 'an empty object', body: '{}', answer: 400 },
	{ what: 'a list', body: '[{"guid":"A"}]', answer: 400 },
	{ what: 'a number', body: '7', answer: 400 },
	{ what: 'null', body: 'null', answer: 400 },
	{ what: 'no JSON', body: '<order/>', answer: 422 },
	{ what: 'half of the JSON', body: '{"data":{"guid":"A', answer: 422 },
	{ what: 'an order without an id', body: '{"data":{"status_name":"Completed"}}', answer: 400 },
	{ what: 'an id that is an object', body: '{"data":{"guid":{"$ne":null}}}', answer: 400 },
	{ what: 'an id that is a number', body: '{"data":{"guid":7}}', answer: 400 },
	{ what: 'an id with control characters', body: '{"guid":"a\\r\\nb: c"}', answer: 400 },
	{ what: 'an id of 10,000 letters', body: `{"guid":"${'A'.repeat(10_000)}"}`, answer: 400 },
	{
		what: 'prototype keys',
		body: '{"__proto__":{"guid":"A"},"constructor":{"prototype":{"guid":"A"}}}',
		answer: 400,
	},
	{ what: 'deep nesting', body: `${'{"data":'.repeat(5_000)}1${'}'.repeat(5_000)}`, answer: 400 },
	{ what: 'more than 1 MiB', body: `{"guid":"A","x":"${'x'.repeat(1 << 20)}"}`, answer: 413 },
	{ what: 'a form', body: 'guid=A', headers: { 'content-type': FORM }, answer: 415 },
	{ what: 'XML', body: '<guid>A</guid>', headers: { 'content-type': 'text/xml' }, answer: 415 },
	{
		what: 'an image',
		body: Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 255]),
		headers: { 'content-type': 'image/png' },
		answer: 415,
	},
	{
		what: 'broken gzip',
		body: Buffer.from([0x1f, 0x8b, 8, 0, 1, 2, 3]),
		headers: { 'content-encoding': 'gzip' },
		// n8n unpacks it before the node runs.
		answer: 500,
	},
];
