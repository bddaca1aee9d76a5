interface ParallelOptions<T> {
	/** Nothing more is started after a result for which this holds. */
	isLast(result: T): boolean;
	/** Nothing more is started once it is aborted. */
	signal?: AbortSignal;
}

/**
 * Runs `work` for 0 to `count` - 1, at most `width` at a time, and gives the results in that order.
 * What was not started any more is missing from the end.
 */
export async function inParallel<T>(
	count: number,
	width: number,
	work: (index: number) => Promise<T>,
	{ isLast, signal }: ParallelOptions<T>,
): Promise<T[]> {
	const results: T[] = [];
	let next = 0;
	let stopped = false;
	const worker = async () => {
		while (next < count && !stopped && !signal?.aborted) {
			const index = next++;
			const result = await work(index);
			results[index] = result;
			stopped ||= isLast(result);
		}
	};
	await Promise.all(Array.from({ length: Math.min(width, count) }, worker));
	return results;
}
