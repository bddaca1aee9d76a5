import type { FaultKind } from '../faults';
import type { Choice } from './sections';

/** In the order of the list. */
const LABELS: Readonly<Record<FaultKind, string>> = {
	resetAfter: 'Connection breaks, but it was done',
	resetBefore: 'Connection breaks, nothing was done',
	hangAfter: 'No answer for a second, but it was done',
	hangBefore: 'No answer for a second, nothing was done',
	'500After': 'Error 500, but it was done',
	'500Before': 'Error 500, nothing was done',
	'502After': 'Error 502, but it was done',
	'502Before': 'Error 502, nothing was done',
	'503After': 'Error 503, but it was done',
	'503Before': 'Error 503, nothing was done',
	'504After': 'Error 504, but it was done',
	'504Before': 'Error 504, nothing was done',
	htmlAfter: 'A web page instead of an answer, but it was done',
	htmlBefore: 'A web page instead of an answer, nothing was done',
	truncatedJsonAfter: 'Half of the JSON, but it was done',
	cutBodyAfter: 'Connection ends within the answer, but it was done',
	rateLimited: 'Error 429, too many requests',
	staleNonce: 'Signature out of date',
	priceTokenExpired: 'Fixed price has expired',
	latency: 'Right answer, a second late',
};

export const FAULT_CHOICES: readonly Choice[] = Object.entries(LABELS).map(([value, label]) => ({
	value,
	label,
}));

export function faultLabel(kind: FaultKind): string {
	return LABELS[kind];
}
