/** Works through a list in its order, `width` entries at a time. */
export async function inTurns<T>(
	entries: readonly T[],
	width: number,
	work: (entry: T, index: number) => Promise<void>,
): Promise<void> {
	const waiting = [...entries.entries()];
	const worker = async () => {
		for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
			await work(next[1], next[0]);
		}
	};
	await Promise.all(Array.from({ length: width }, worker));
}
