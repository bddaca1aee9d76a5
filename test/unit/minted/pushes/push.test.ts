import fc from 'fast-check';
import {
	dedupKey,
	isSameSecret,
	PushFormatError,
	readPush,
	SeenKeys,
} from '../../../../minted/pushes/push';

const JSON_TYPE = 'application/json; charset=utf-8';
const read = (body: unknown, type: string | undefined = JSON_TYPE) =>
	readPush(Buffer.from(typeof body === 'string' ? body : JSON.stringify(body)), type);

describe('A push', () => {
	it.each([
		[{ data: { guid: 'G', order_code: 'C', external_id: 'E' } }, { guid: 'G' }],
		[{ data: { order_code: 'C', external_id: 'E' } }, { order_code: 'C' }],
		[{ external_id: 'E' }, { external_id: 'E' }],
		[{ data: null, guid: 'G' }, { guid: 'G' }],
		[{ data: { other: 1 }, guid: 'G' }, { guid: 'G' }],
		[{ data: { guid: ['G'] } }, { guid: 'G' }],
		[{ data: { guid: ['G', 'H'], order_code: 'C' } }, { order_code: 'C' }],
	])('%j is about %j', (body, key) => {
		expect(read(body).key).toEqual(key);
	});

	it('may come with another name for JSON, or none', () => {
		for (const type of [
			'application/json',
			'text/json',
			'application/vnd.minted+json',
			'text/plain',
		]) {
			expect(read({ guid: 'G' }, type).key).toEqual({ guid: 'G' });
		}
		expect(readPush(Buffer.from('{"guid":"G"}'), undefined).key).toEqual({ guid: 'G' });
	});

	it.each([
		['{}', 400, 'names no order'],
		['{"guid":7}', 400, 'names no order'],
		['{"guid":"a\\nb"}', 400, 'names no order'],
		[`{"guid":"${'x'.repeat(256)}"}`, 400, 'names no order'],
		['{"__proto__":{"guid":"G"}}', 400, 'names no order'],
		['{"data":{"__proto__":{"guid":"G"}}}', 400, 'names no order'],
		['[]', 400, 'is not a JSON object'],
		['"guid"', 400, 'is not a JSON object'],
		['nonsense', 400, 'is not JSON'],
		['', 400, 'is empty'],
	])('%j is refused with %d: it %s', (body, status, message) => {
		expect(() => read(body)).toThrow(expect.objectContaining({ status }) as Error);
		expect(() => read(body)).toThrow(message);
	});

	it('of another type or size is refused as such', () => {
		expect(() => read({ guid: 'G' }, 'multipart/form-data')).toThrow(
			expect.objectContaining({ status: 415 }) as Error,
		);
		expect(() => read(`"${'x'.repeat(1024 * 1024)}"`)).toThrow(
			expect.objectContaining({ status: 413 }) as Error,
		);
		expect(() => readPush(undefined, JSON_TYPE)).toThrow('is empty');
	});

	it('of any bytes is read or refused, and pollutes nothing', () => {
		const bytes = fc.oneof(
			fc.uint8Array(),
			fc.json().map((text) => Buffer.from(text)),
		);
		fc.assert(
			fc.property(bytes, (body) => {
				try {
					readPush(Buffer.from(body), JSON_TYPE);
				} catch (error) {
					expect(error).toBeInstanceOf(PushFormatError);
				}
				expect(({} as { guid?: unknown }).guid).toBeUndefined();
			}),
		);
	});
});

describe('isSameSecret', () => {
	it('is true for the very same text only', () => {
		expect(isSameSecret('s3cret', 's3cret')).toBe(true);
		for (const other of ['s3cre', 's3cret ', 'S3cret', '', undefined, ['s3cret'], 7]) {
			expect(isSameSecret(other, 's3cret')).toBe(false);
		}
	});

	it('is never true while there is no secret', () => {
		expect(isSameSecret('', '')).toBe(false);
	});
});

it('The key of an order and its status is stable', () => {
	expect(dedupKey({ guid: 'G', status_name: 'Completed' })).toBe('G:Completed');
	expect(dedupKey({ guid: 'G' })).toBe('G:unknown');
});

describe('Keys of pushes that were taken', () => {
	const yes = async () => true;
	const no = async () => false;
	const forEver = async () => await new Promise<never>(() => undefined);
	const taken = async (seen: SeenKeys, key: string) => await seen.claim(key, yes, forEver);

	it('are claimed once, and known from then on', async () => {
		const seen = new SeenKeys(2);
		expect(await taken(seen, 'a')).toBe('first');
		expect(await taken(seen, 'a')).toBe('repeat');
		expect(await taken(seen, 'b')).toBe('first');
	});

	it('are remembered up to a number, the oldest go first', async () => {
		const seen = new SeenKeys(2);
		for (const key of ['a', 'b', 'c']) await taken(seen, key);
		expect(await taken(seen, 'c')).toBe('repeat');
		expect(await taken(seen, 'a')).toBe('first');
	});

	it('are forgotten when the start was not recorded', async () => {
		const seen = new SeenKeys(2);
		expect(await seen.claim('a', no, forEver)).toBe('first');
		expect(await taken(seen, 'a')).toBe('first');
		expect(await taken(seen, 'a')).toBe('repeat');
	});

	it.each([
		['repeats once it was recorded', true, ['repeat', 'repeat', 'repeat']],
		['one first and its repeats once it was not', false, ['first', 'repeat', 'repeat']],
	])('are waited for while the first is answered: %s', async (_, isRecorded, claims) => {
		const seen = new SeenKeys(2);
		let decide: (isRecorded: boolean) => void = () => undefined;
		await seen.claim('a', async () => await new Promise((resolve) => (decide = resolve)), forEver);
		const waiting = [taken(seen, 'a'), taken(seen, 'a'), taken(seen, 'a')];
		decide(isRecorded);
		expect(await Promise.all(waiting)).toEqual(claims);
	});

	it('are undecided when patience ends before the first is answered', async () => {
		const seen = new SeenKeys(2);
		await seen.claim('a', forEver, forEver);
		expect(await seen.claim('a', yes, async () => undefined)).toBe('undecided');
	});
});
