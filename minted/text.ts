/** For sorting by code unit: the same on every machine, and without locale data, which load slowly. */
export function compareTexts(a: string, b: string): number {
	if (a === b) return 0;
	return a < b ? -1 : 1;
}
