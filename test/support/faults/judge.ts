import { isPlaced, type Report, type Verdict } from './verdict';

/** What must never happen, as the proofs print it. */
export const CRIMES = [
	'placed twice',
	'reported placed but not placed',
	'reported not placed but placed',
] as const;

type Crime = (typeof CRIMES)[number];

interface Case {
	/** How often it was placed when its last run ended. */
	times: number;
	last: Report;
	wasUnknown: boolean;
}

/**
 * Compares what was reported with what was placed. Knows nothing of the package: `placements` says,
 * out of Minted's books, what was placed for a key.
 */
export class Judge {
	readonly verdicts: Partial<Record<Verdict, number>> = {};
	readonly findings: Array<{ crime: Crime; key: string; report: Report }> = [];
	private readonly cases = new Map<string, Case>();

	constructor(private readonly placements: (key: string) => readonly string[]) {}

	/** Before a run: what came in after the last report speaks against that report. */
	begin(key: string): void {
		const known = this.cases.get(key);
		if (known !== undefined) this.holdAgainst(key, known);
		this.cases.set(key, {
			wasUnknown: known?.wasUnknown ?? false,
			last: { verdict: 'silent' },
			times: this.placements(key).length,
		});
	}

	/** After a run: what it reported. */
	end(key: string, report: Report): void {
		const { verdict } = report;
		const current = this.cases.get(key);
		if (current === undefined) throw new Error(`${key} has not begun`);
		this.verdicts[verdict] = (this.verdicts[verdict] ?? 0) + 1;
		const placed = this.placements(key);
		const isThere =
			placed.length > 0 && (report.guid === undefined || placed.includes(report.guid));
		if (isPlaced(report) && !isThere) this.find('reported placed but not placed', key, report);
		// A refusal speaks of its own run only; "safe to run again" of all there were.
		const before = verdict === 'safe' ? 0 : current.times;
		if ((verdict === 'safe' || verdict === 'refused') && placed.length > before) {
			this.find('reported not placed but placed', key, report);
		}
		const wasUnknown = current.wasUnknown || verdict === 'unknown';
		this.cases.set(key, { last: report, times: placed.length, wasUnknown });
	}

	/** When all is over and nothing is on its way any more. */
	close(): void {
		for (const [key, known] of this.cases) {
			this.holdAgainst(key, known);
			if (this.placements(key).length > 1) this.find('placed twice', key, known.last);
		}
	}

	/** How many orders were reported unknown at some time, and how many of them are so still. */
	unknowns(): { everUnknown: number; stillUnknown: number } {
		const ever = [...this.cases.values()].filter(({ wasUnknown }) => wasUnknown);
		const still = ever.filter(({ last }) => last.verdict === 'unknown');
		return { everUnknown: ever.length, stillUnknown: still.length };
	}

	count(crime: Crime): number {
		return this.findings.filter((finding) => finding.crime === crime).length;
	}

	private holdAgainst(key: string, { last, times }: Case): void {
		const saysNo = last.verdict === 'safe' || last.verdict === 'refused';
		if (saysNo && this.placements(key).length > times) {
			this.find('reported not placed but placed', key, last);
		}
	}

	private find(crime: Crime, key: string, report: Report): void {
		this.findings.push({ crime, key, report });
	}
}
