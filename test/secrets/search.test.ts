import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { formsOf, SecretSearch } from '../support/secrets/search';

const VALUE = 'Gold & "silver" 7c1e';
const search = () => new SecretSearch([{ name: 'password', value: VALUE }]);
const base64 = (text: string) => Buffer.from(text).toString('base64');

describe('The search for secrets', () => {
	it.each([
		['as it is', `before ${VALUE} after`],
		['in JSON', JSON.stringify({ password: VALUE })],
		['in JSON inside of JSON', JSON.stringify({ body: JSON.stringify({ password: VALUE }) })],
		['in a URL', `https://example.com/?p=${encodeURIComponent(VALUE)}`],
		['in hex', Buffer.from(`x${VALUE}`).toString('hex')],
		['in UTF-16', Buffer.from(`x${VALUE}`, 'utf16le')],
		['in base64', base64(VALUE)],
		['in base64 behind one letter', base64(`a${VALUE}b`)],
		['in base64 behind a user name', base64(`demo-partner:${VALUE}`)],
		['in base64 behind two letters', base64(`ab${VALUE}`)],
	])('finds a value %s', (_, text) => {
		const [finding] = search().bytes('here', Buffer.from(text));
		expect(finding).toMatchObject({ where: 'here', secret: 'password' });
	});

	it('finds nothing in other texts, and says how much it has read', () => {
		const searching = search();
		expect(searching.value('here', { password: 'another' })).toEqual([]);
		expect(searching.searched).toEqual({ places: 1, bytes: 22 });
	});

	it('reads every file of a folder, but no installed code', async () => {
		const folder = await mkdtemp(join(tmpdir(), 'search-'));
		try {
			for (const place of ['deep/er', 'nodes/node_modules']) {
				await mkdir(join(folder, place), { recursive: true });
				await writeFile(join(folder, place, 'file.bin'), `\0\0${VALUE}`);
			}
			expect((await search().folder(folder)).map(({ where }) => where)).toEqual([
				join(folder, 'deep/er/file.bin'),
			]);
		} finally {
			await rm(folder, { recursive: true });
		}
	});

	it('refuses what is so short that chance would find it', () => {
		expect(() => new SecretSearch([{ name: 'CVV', value: '123' }])).toThrow('too short');
	});

	it('has a form of its own for each way of writing', () => {
		expect([...formsOf('plainletters').keys()]).toEqual([
			...['as it is', 'hex', 'UTF-16', 'base64 0', 'base64 1', 'base64 2'],
		]);
	});
});
