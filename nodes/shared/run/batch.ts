import type { ItemContext, Batch } from '../operation';
import { Failure } from './failure';
import { outputOf, readShape, type Shape } from './output';
import type { ItemResult, ItemRun } from './items';
import { openItem, type Run } from './request';

/** An item whose entry is ready to be sent. */
interface Ready {
	item: ItemContext;
	entry: unknown;
	shape: Shape;
}

/**
 * Reads each item by itself, then sends the good ones together, a batch at a time. Items that ask for
 * another path or time-out do not go together.
 */
export async function runBatches(
	run: Run,
	batch: Batch,
	{ count, stopEarly, paramsOf }: ItemRun,
): Promise<ItemResult[]> {
	const results: ItemResult[] = Array.from({ length: count }, () => []);
	const ready: Ready[] = [];
	for (let itemIndex = 0; itemIndex < count; itemIndex++) {
		const params = paramsOf(itemIndex);
		let item: ItemContext | undefined;
		try {
			item = openItem(run, params);
			ready.push({
				item,
				entry: batch.read(item),
				shape: readShape(run.operation, params, run.tool),
			});
		} catch (error) {
			results[itemIndex] = new Failure(error, params, item);
			if (stopEarly) return results;
		}
	}
	for (const group of groupsOf(ready, batch.size)) {
		if (run.signal?.aborted) return results;
		const failed = await sendGroup(batch, group, results);
		if (failed && stopEarly) return results;
	}
	return results;
}

/** In input order, as many as fit into one request. */
function groupsOf(ready: Ready[], size: number): Ready[][] {
	const byRequest = new Map<string, Ready[]>();
	for (const each of ready) {
		const key = JSON.stringify([
			each.item.endpointPath,
			each.item.params.raw('options.timeoutSeconds'),
		]);
		byRequest.set(key, [...(byRequest.get(key) ?? []), each]);
	}
	return [...byRequest.values()].flatMap((group) =>
		Array.from({ length: Math.ceil(group.length / size) }, (_, index) =>
			group.slice(index * size, (index + 1) * size),
		),
	);
}

/** @returns whether it failed */
async function sendGroup(batch: Batch, group: Ready[], results: ItemResult[]): Promise<boolean> {
	const [first] = group;
	if (first === undefined) return false;
	const entries = group.map(({ entry }) => entry);
	try {
		const rows = batch.match(entries, await batch.send(entries, first.item));
		group.forEach(({ item, shape }, index) => {
			results[item.itemIndex] = outputOf(shape, item.itemIndex, rows[index]);
		});
		return false;
	} catch (error) {
		for (const { item } of group) results[item.itemIndex] = new Failure(error, item.params, item);
		return true;
	}
}
