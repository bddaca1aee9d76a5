/** How figures are written. */

export const count = (value: number): string => value.toLocaleString('en');

export const megabytes = (bytes: number): string =>
	!Number.isFinite(bytes) ? '–' : (bytes / 1e6).toFixed(1);

/** Three digits, in ms below a second. */
export function time(ms: number): string {
	if (!Number.isFinite(ms)) return '–';
	if (ms < 1_000) return `${ms < 10 ? ms.toFixed(1) : ms.toFixed(0)} ms`;
	return `${(ms / 1_000).toPrecision(3)} s`;
}

/** Of two figures, of which one may be missing. */
export const ratio = (own: number, other: number): string =>
	Number.isFinite(own) && Number.isFinite(other) ? (own / other).toFixed(2) : '–';
