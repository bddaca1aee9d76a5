import { closeUnreleased } from '../../../scripts/lib/changelog';

const CHANGELOG =
	'# Changelog\n\n## Unreleased\n\n### Added\n\n- A\n\n## 0.1.0 (2026-11-01)\n\n- B\n';

describe('The changelog of a release', () => {
	it('gives what was unreleased to the version, and keeps what was before', () => {
		expect(closeUnreleased(CHANGELOG, '0.2.0', '2026-11-29')).toBe(
			'# Changelog\n\n## Unreleased\n\n## 0.2.0 (2026-11-29)\n\n### Added\n\n- A\n\n## 0.1.0 (2026-11-01)\n\n- B\n',
		);
	});

	it.each([
		['has no place for what is unreleased', '# Changelog\n\n## 0.1.0 (2026-11-01)\n\n- B\n'],
		['has nothing in it', '# Changelog\n\n## Unreleased\n\n## 0.1.0 (2026-11-01)\n\n- B\n'],
	])('is refused when it %s', (_what, text) => {
		expect(() => closeUnreleased(text, '0.2.0', '2026-11-29')).toThrow('says nothing');
	});

	it('is refused for a version that it has', () => {
		expect(() => closeUnreleased(CHANGELOG, '0.1.0', '2026-11-29')).toThrow('has 0.1.0 already');
	});
});
