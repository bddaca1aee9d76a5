/** Orders that pushes have brought into n8n, wherever this n8n keeps them. */
import { ORDERS_TABLE } from './examples';
import { hasEnded, jsonOf, type DataTableValue, type N8nClient } from './n8n/client';

/** By the columns of the Data Table. */
export type SavedOrder = Record<string, DataTableValue>;

/** All of them, or those whose columns equal `where`. */
export type SavedOrders = (where?: SavedOrder) => Promise<SavedOrder[]>;

/** The step of "Order push to a Data Table" that writes the row. */
const SAVING_STEP = 'Save the order';

export const savedInTable =
	(client: N8nClient, tableId: string): SavedOrders =>
	async (where) =>
		await client.dataTableRows(tableId, where);

/**
 * For an n8n without Data Tables: what the newest 100 runs of the workflow would have saved, of each
 * order what came last.
 */
export function savedByRuns(client: N8nClient, workflowId: string): SavedOrders {
	/** By the id of a run that has ended, the last first. */
	const known = new Map<string, SavedOrder[]>();
	const savedBy = async (id: string): Promise<SavedOrder[]> => {
		const before = known.get(id);
		if (before !== undefined) return before;
		const saved = jsonOf(await client.waitForExecution(id), SAVING_STEP)
			.reverse()
			.map((order) =>
				Object.fromEntries(
					Object.keys(ORDERS_TABLE.columns).map((column): [string, DataTableValue] => [
						column,
						(order[column] as DataTableValue | undefined) ?? null,
					]),
				),
			);
		known.set(id, saved);
		return saved;
	};
	return async (where = {}) => {
		const latest = new Map<DataTableValue | undefined, SavedOrder>();
		const runs = await client.listExecutions(workflowId);
		for (const { id } of runs.filter(hasEnded)) {
			for (const order of await savedBy(id)) {
				if (!latest.has(order.guid)) latest.set(order.guid, order);
			}
		}
		return [...latest.values()].filter((order) =>
			Object.entries(where).every(([column, value]) => order[column] === value),
		);
	};
}
