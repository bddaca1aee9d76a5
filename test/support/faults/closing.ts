import type { FaultKind } from '../../../sandbox/faults';
import type { JournalEntry } from '../../../sandbox/journal';
import { CRIMES, type Judge } from './judge';
import { VERDICTS, type Verdict } from './verdict';

const sum = (numbers: number[]): number => numbers.reduce((total, one) => total + one, 0);

/** What all judges together found, as every proof prints it. */
export function closingCounts(judges: readonly Judge[]): Record<string, number> {
	const unknowns = judges.map((judge) => judge.unknowns());
	const ever = sum(unknowns.map(({ everUnknown }) => everUnknown));
	const still = sum(unknowns.map(({ stillUnknown }) => stillUnknown));
	return {
		...Object.fromEntries(
			CRIMES.map((crime) => [crime, sum(judges.map((judge) => judge.count(crime)))]),
		),
		'reported unknown': ever,
		'of these resolved by running again': ever - still,
	};
}

/** How often single runs said what. */
export function verdictCounts(judges: readonly Judge[]): Record<Verdict, number> {
	return Object.fromEntries(
		VERDICTS.map((verdict) => [verdict, sum(judges.map(({ verdicts }) => verdicts[verdict] ?? 0))]),
	) as Record<Verdict, number>;
}

/** The kinds of faults that have struck requests of one of these operations. */
export function kindsMet(
	requests: readonly JournalEntry[],
	operations: readonly string[],
): Set<FaultKind> {
	const met = requests
		.filter(({ operationId }) => operationId !== null && operations.includes(operationId))
		.map(({ fault }) => fault as FaultKind | null);
	return new Set(met.filter((kind) => kind !== null));
}
