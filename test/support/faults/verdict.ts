import type { IDataObject, INodeExecutionData } from 'n8n-workflow';

/** What a run of the step told the user about one order. */
export const VERDICTS = [
	'placed',
	'existing',
	'recovered',
	/** "Not placed; it is safe to run it again." */
	'safe',
	'unknown',
	/** An error of before the order was sent, or a refusal: this run ordered nothing. */
	'refused',
	/** Nothing: the run ended because of another item. */
	'silent',
] as const;

export type Verdict = (typeof VERDICTS)[number];

export interface Report {
	verdict: Verdict;
	/** What is said to have been placed. */
	guid?: string;
	/** The words of an error. */
	message?: string;
}

/** As far as n8n keeps it, of an execution in this process or in a stored one. */
export interface Outcome {
	items: INodeExecutionData[];
	errorItems: INodeExecutionData[];
	error?: { message: string; context?: IDataObject };
}

const WORDS: ReadonlyArray<[Verdict, string]> = [
	['safe', 'it is safe to run it again'],
	['unknown', 'It is not known whether this was carried out'],
];

function verdictOf(message: string): Report {
	const known = WORDS.find(([, words]) => message.includes(words));
	return { verdict: known?.[0] ?? 'refused', message };
}

/** One report for each of the run's items. */
export function reportsOf({ items, errorItems, error }: Outcome, count: number): Report[] {
	const reports: Report[] = Array.from({ length: count }, () => ({ verdict: 'silent' }));
	for (const { json, pairedItem } of [...items, ...errorItems]) {
		const index = typeof pairedItem === 'object' && 'item' in pairedItem ? pairedItem.item : 0;
		reports[index] =
			typeof json.error === 'string'
				? verdictOf(json.error)
				: { verdict: json.outcome as Verdict, guid: json.guid as string | undefined };
	}
	if (error !== undefined)
		reports[Number(error.context?.itemIndex ?? 0)] = verdictOf(error.message);
	return reports;
}

export const isPlaced = ({ verdict }: Report): boolean =>
	verdict === 'placed' || verdict === 'existing' || verdict === 'recovered';
