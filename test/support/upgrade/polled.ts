/** What the polling trigger has told, held against the orders that there were. */
import { eventually } from '../../../harness/eventually';
import { jsonOf, type N8nClient } from '../../../harness/n8n/client';
import type { Order, Sandbox } from '../../../sandbox';

/** The trigger's step in its workflow. */
export const POLLED_STEP = 'Orders';

/** One status of one order. */
interface Told {
	guid: string;
	externalId: string;
	change: string;
	status: string;
	before: string | null;
}

/** Oldest first. Polls that failed, because Minted was away, told nothing. */
async function toldBy(client: N8nClient, workflowId: string): Promise<Told[]> {
	const runs = await client.listExecutions(workflowId);
	const told = runs.filter(({ status }) => status !== 'error').map(({ id }) => Number(id));
	const executions = await Promise.all(
		told.sort((a, b) => a - b).map(async (id) => await client.waitForExecution(String(id))),
	);
	return executions
		.flatMap((execution) => jsonOf(execution, POLLED_STEP))
		.map((order) => ({
			guid: String(order.guid),
			externalId: String(order.external_id),
			change: String(order.change),
			status: String(order.status_name),
			before: order.previous_status_name as string | null,
		}));
}

/** The polling trigger of one published workflow. */
export class Polled {
	/** Orders that were there when it was published: they start nothing. */
	private readonly there: ReadonlySet<string>;
	private workflowId = '';

	constructor(
		private readonly client: N8nClient,
		private readonly sandbox: Sandbox,
	) {
		this.there = new Set(sandbox.orders().map(({ guid }) => guid));
	}

	async publish(workflowId: string): Promise<void> {
		this.workflowId = workflowId;
		await this.client.publishWorkflow(workflowId);
	}

	/** From now on the list of orders is away: what happens next is left to a later poll. */
	holdBack(): void {
		const match = { operationId: 'getOrders' };
		this.sandbox.faults.add({ kind: '503Before', match, times: Number.POSITIVE_INFINITY });
	}

	goOn(): void {
		this.sandbox.faults.clear();
	}

	/** Waits until this order was told to be completed. */
	async brings(externalId: string): Promise<void> {
		await eventually(
			async () => await toldBy(this.client, this.workflowId),
			(told) => told.some((one) => one.externalId === externalId && one.status === 'Completed'),
		);
	}

	/**
	 * What is wrong with what was told, an order each: told as new again, told without what was said
	 * of it before, or not to its end. Waits for orders that are still on their way.
	 */
	async contradictions(): Promise<string[]> {
		const wrong = (told: Told[]) =>
			this.sandbox.orders().flatMap((order) => this.wrongWith(order, told));
		const told = await eventually(
			async () => await toldBy(this.client, this.workflowId),
			(all) => wrong(all).every((text) => !text.includes('is not told')),
		).catch(async () => await toldBy(this.client, this.workflowId));
		return wrong(told);
	}

	private wrongWith({ guid, externalId, status }: Order, all: Told[]): string[] {
		const told = all.filter((one) => one.guid === guid);
		const name = externalId ?? guid;
		let known = this.there.has(guid) ? (told[0]?.before ?? status) : null;
		const wrong: string[] = [];
		for (const { change, before, status: now } of told) {
			const isFirst = known === null;
			if (change !== (isFirst ? 'new' : 'status') || before !== known) {
				wrong.push(`${name}: after ${known ?? 'nothing'} came "${change}" with ${before} > ${now}`);
			}
			known = now;
		}
		if (known !== status) wrong.push(`${name}: ${status} is not told, only ${known ?? 'nothing'}`);
		return wrong;
	}
}
