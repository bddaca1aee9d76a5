import { readJavaScript } from './support/javascript';

describe('The reader that the guards of the tarball rely on', () => {
	it('sees every way to load a module, and no comment or text', () => {
		const { modules } = readJavaScript(`
			// require('a')
			const text = "require('b')";
			const fs = require('fs');
			import('net');
			import './own';
			export * from './other';
			require(text);
		`);
		expect(modules).toEqual(['fs', 'net', './own', './other', '*']);
	});

	it('sees globals, and no properties, keys or own names', () => {
		const { globals } = readJavaScript(`
			setTimeout(() => process.exit(), 1);
			const sleep = (console) => console;
			const row = { global: 1, fetch() {} };
			row.setInterval = row.global;
		`);
		expect(globals).toEqual(expect.arrayContaining(['setTimeout', 'process']));
		for (const name of ['console', 'global', 'fetch', 'setInterval', 'sleep']) {
			expect(globals).not.toContain(name);
		}
	});
});
