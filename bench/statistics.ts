/** The middle value; of an even number the lower of the two in the middle. */
export function median(values: number[]): number {
	const sorted = [...values].sort((a, b) => a - b);
	const middle = sorted[Math.floor((sorted.length - 1) / 2)];
	if (middle === undefined) throw new RangeError('The median of nothing');
	return middle;
}

/** How much y rises for one x more, by least squares. */
export function slope(points: ReadonlyArray<readonly [x: number, y: number]>): number {
	const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
	const [meanX, meanY] = [mean(points.map(([x]) => x)), mean(points.map(([, y]) => y))];
	const products = points.map(([x, y]) => (x - meanX) * (y - meanY));
	const squares = points.map(([x]) => (x - meanX) ** 2);
	return mean(products) / mean(squares);
}
