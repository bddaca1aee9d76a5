import { chosenVersion, nodeMajorFor, TESTED_VERSION } from '../../../harness/n8n/versions';

describe('The n8n that the harness runs', () => {
	it('is the one that the package is tested with', () => {
		expect(chosenVersion({})).toBe(TESTED_VERSION);
		expect(chosenVersion({ N8N_VERSION: '' })).toBe(TESTED_VERSION);
	});

	it('is the one that N8N_VERSION names', () => {
		expect(chosenVersion({ N8N_VERSION: '1.123.81' })).toBe('1.123.81');
	});

	it.each(['latest', '2', '2.41', 'v2.41.1', '^2.41.1', '../2.41.1'])(
		'is never chosen by "%s", which could be another one tomorrow, or a path',
		(version) => {
			expect(() => chosenVersion({ N8N_VERSION: version })).toThrow(
				`N8N_VERSION is "${version}", which is no whole version.\nSet it to one such as 2`,
			);
		},
	);
});

describe('The Node for an n8n', () => {
	it.each([
		['>=24.0.0', '24.3.0', undefined],
		['>=24.0.0', '20.20.2', 24],
		['>=22.16', '20.20.2', 24],
		['>=20.19 <= 24.x', '20.20.2', 24],
		['>=20.19 <= 24.x', '24.11.0', undefined],
		['>=20.19 <= 24.x', '26.0.0', 24],
		['>=18.17 <= 22', '24.3.0', 22],
		['>=24.0.0', '26.1.0', undefined],
		['*', '20.20.2', 24],
	])(
		'that accepts %s is, where Node %s runs, the running one or of major %s',
		(range, running, major) => {
			expect(nodeMajorFor(range, running)).toBe(major);
		},
	);

	it('is asked for in words where none can be brought along', () => {
		expect(() => nodeMajorFor('>=99', '20.20.2')).toThrow(/wants Node >=99.*\n.*another version/);
	});
});
