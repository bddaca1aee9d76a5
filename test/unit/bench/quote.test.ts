import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { quoteOf } from '../../../bench/report/quote';
import type { BuyCellResult, BuyFigures, RealN8nResult, Results } from '../../../bench/results';

const ROOT = join(__dirname, '..', '..', '..');

/** What stands between the benchmark's two markers. */
function measuredPart(...path: string[]): string {
	const page = readFileSync(join(ROOT, ...path), 'utf8');
	const start = page.indexOf('<!-- bench:start -->');
	const end = page.indexOf('<!-- bench:end -->');
	expect([start, end].every((place) => place > 0)).toBe(true);
	return page.slice(start + '<!-- bench:start -->'.length, end).trim();
}

it('The README quotes the committed run word for word', () => {
	const quote = measuredPart('README.md');
	expect(quote).not.toBe('');
	expect(measuredPart('docs', 'benchmarks.md')).toContain(`\n\n${quote}\n\n`);
});

const figures = (wallMs: number, requests: number, placedTwice: number): BuyFigures => ({
	...{ wallMs, requests, placedTwice, cpuMs: 1, peakBytes: 1, mostInFlight: 1 },
	...{ notPlaced: 0, notReported: 0 },
});

const cell = (delayMs: number, placedTwice: number, lostOneIn?: number): BuyCellResult => ({
	...{ orders: 1_000, delayMs, lostOneIn, rounds: 1 },
	results: { mintedBuy: figures(4_560, 4_006, 0), httpChain: figures(5_678, 4_000, placedTwice) },
});

const inN8n = (name: RealN8nResult['name'], wallMs: number): RealN8nResult => ({
	...{ job: 'buy', name, items: 1_000, delayMs: 200, wallMs, cpuMs: 1 },
	...{ requests: 1, lost: 0, placedTwice: 0 },
});

describe('The quote of a run', () => {
	const buys = [cell(50, 7), cell(200, 0), cell(50, 8, 50), cell(200, 1_234, 50)];
	const realN8n = [inN8n('mintedConnect', 9_000), inN8n('httpRequest', 12_000)];

	it('is of 1,000 buys at 200 ms, with all answers and with answers lost', () => {
		const quote = quoteOf({ buys, realN8n } as Results);
		expect(quote).toContain('took this node 4.56 s and 4,006 requests');
		expect(quote).toContain('took 5.68 s and 4,000 requests');
		expect(quote).toContain('With one answer in 50 lost');
		expect(quote).toContain('placed 1,234 orders twice, this node none.');
		expect(quote).toContain('took this node 9.00 s and the two nodes 12.0 s');
	});

	it('says nothing of what was not measured', () => {
		expect(quoteOf({ buys: [cell(200, 0)], realN8n: [] } as unknown as Results)).not.toMatch(
			/lost|real n8n/,
		);
	});

	it('says what was not placed: who places nothing places nothing twice, either', () => {
		const none = structuredClone(buys);
		for (const { results } of none) results.httpChain.notPlaced = 1_000;
		expect(quoteOf({ buys: none, realN8n: [] } as unknown as Results)).toContain(
			'Of 1,000 orders the two nodes left 1,000 unplaced, this node 0.',
		);
	});

	it('does not hide an order of this node that was placed twice', () => {
		const [, plain, , lossy] = buys;
		const worse = structuredClone([plain, lossy]) as BuyCellResult[];
		for (const { results } of worse) results.mintedBuy.placedTwice = 1;
		expect(quoteOf({ buys: worse, realN8n: [] } as unknown as Results)).toContain('this node 1.');
	});
});
