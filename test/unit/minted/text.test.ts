import { compareTexts } from '../../../minted/text';

describe('Sorting texts', () => {
	it('goes by code unit, whatever the language of the machine', () => {
		expect(['b', 'a', 'ç', 'B', 'a'].sort(compareTexts)).toEqual(['B', 'a', 'a', 'b', 'ç']);
	});

	it('puts dates in order', () => {
		const dates = ['2026-11-02T09:00', '2025-12-31T23:59', '2026-01-10T00:00'];
		expect([...dates].sort(compareTexts)).toEqual([dates[1], dates[2], dates[0]]);
	});
});
