import { Judge } from '../../support/faults/judge';

/** What Minted's books hold for the one order of these tests. */
let placed: string[];
let judge: Judge;

beforeEach(() => {
	placed = [];
	judge = new Judge(() => placed);
});

const crimes = () => {
	judge.close();
	return judge.findings.map(({ crime }) => crime);
};

it('finds nothing where what is said is so', () => {
	judge.begin('order');
	judge.end('order', { verdict: 'safe' });
	judge.begin('order');
	placed.push('G-1');
	judge.end('order', { verdict: 'placed', guid: 'G-1' });
	judge.begin('order');
	judge.end('order', { verdict: 'existing', guid: 'G-1' });
	expect(crimes()).toEqual([]);
});

it('finds an order that was placed twice', () => {
	judge.begin('order');
	placed.push('G-1', 'G-2');
	judge.end('order', { verdict: 'placed', guid: 'G-1' });
	expect(crimes()).toEqual(['placed twice']);
});

it.each(['placed', 'existing', 'recovered'] as const)(
	'finds "%s" where nothing was placed, or another order',
	(verdict) => {
		judge.begin('order');
		judge.end('order', { verdict, guid: 'G-1' });
		placed.push('G-2');
		judge.end('order', { verdict, guid: 'G-1' });
		expect(crimes()).toEqual(['reported placed but not placed', 'reported placed but not placed']);
	},
);

it.each(['safe', 'refused'] as const)('finds "%s" where the order was placed', (verdict) => {
	judge.begin('order');
	placed.push('G-1');
	judge.end('order', { verdict });
	expect(crimes()).toEqual(['reported not placed but placed']);
});

it.each(['safe', 'refused'] as const)('finds "%s" where the order came in later', (verdict) => {
	judge.begin('order');
	judge.end('order', { verdict });
	placed.push('G-1');
	expect(crimes()).toEqual(['reported not placed but placed']);
});

it('lets a refusal speak for its own run only, and "safe to run again" for all', () => {
	placed.push('G-1');
	judge.begin('order');
	judge.end('order', { verdict: 'refused' });
	expect(judge.findings).toEqual([]);
	judge.begin('order');
	judge.end('order', { verdict: 'safe' });
	expect(crimes()).toEqual(['reported not placed but placed']);
});

it('counts what was unknown once, and what is so still', () => {
	judge.begin('order');
	judge.end('order', { verdict: 'unknown' });
	expect(judge.unknowns()).toEqual({ everUnknown: 1, stillUnknown: 1 });
	judge.begin('order');
	placed.push('G-1');
	judge.end('order', { verdict: 'existing', guid: 'G-1' });
	expect(judge.unknowns()).toEqual({ everUnknown: 1, stillUnknown: 0 });
});
