import type { INodeExecutionData, IPollFunctions } from 'n8n-workflow';
import type { Order } from '../../minted/model';
import { ordersMatching, type ListOptions, type OrderQuery } from '../../minted/orders/list';
import {
	compareOrders,
	firstDayToRead,
	isBefore,
	turkishDay,
	type OrderChange,
	type PollState,
} from '../../minted/orders/poll';
import { checkPath, readNumber, textOf } from '../../minted/values';
import type { Connection } from '../shared/client';
import { orderItem } from '../shared/orderItem';
import { askedPath } from '../shared/pathEntry';
import { isWanted } from '../shared/triggerFields';
import { withConnection } from '../shared/withConnection';

/** By guid, in milliseconds. */
type ReadTimes = Map<string, number>;

const SAMPLES = 3;

/** Triggers of this process that are polling. */
const polling = new Set<string>();

/**
 * One look at the list of orders; null when nothing is to be emitted. n8n begins the next poll whether
 * the last has ended or not: two at once would both tell what is new, and the older last.
 */
export async function pollOrders(context: IPollFunctions): Promise<INodeExecutionData[][] | null> {
	if (context.getMode() === 'manual') return await look(context);
	const trigger = JSON.stringify([context.getWorkflow().id, context.getNode().id]);
	if (polling.has(trigger)) return null;
	polling.add(trigger);
	try {
		return await look(context);
	} finally {
		polling.delete(trigger);
	}
}

async function look(context: IPollFunctions): Promise<INodeExecutionData[][] | null> {
	let endpointPath: string | undefined;
	const items = await withConnection(
		context,
		async (connection) => {
			endpointPath = readEndpointPath(context);
			const list = { context, connection, endpointPath };
			return context.getMode() === 'manual'
				? await samples(list)
				: await changesSinceLastPoll(list);
		},
		(connection) => askedPath('getOrders', connection, { nodePath: endpointPath }),
	);
	return items.length > 0 ? [items] : null;
}

/** The list of orders that is asked. */
interface OrderList {
	context: IPollFunctions;
	connection: Connection;
	/** Where the user gave one. */
	endpointPath: string | undefined;
}

function readEndpointPath(context: IPollFunctions): string | undefined {
	const path = textOf(context.getNodeParameter('options.endpointPath', '')).trim();
	return path === '' ? undefined : checkPath(path, 'Endpoint Path');
}

/** For the editor: the latest orders, without touching what the published workflow remembers. */
async function samples(list: OrderList): Promise<INodeExecutionData[]> {
	const { context } = list;
	const filter = filterOf(context);
	const wanted = (orders: readonly Order[]) => orders.filter((order) => isWanted(order, filter));
	let count = 0;
	const { orders, readAt } = await readOrders(list, {}, (page) => {
		count += wanted(page).length;
		return count >= SAMPLES;
	});
	return wanted(orders)
		.slice(0, SAMPLES)
		.map((order) => toItem(context, { order, change: 'new', previousStatus: null }, readAt));
}

async function changesSinceLastPoll(list: OrderList): Promise<INodeExecutionData[]> {
	const { context } = list;
	const memory = context.getWorkflowStaticData('node') as { state?: PollState };
	const today = turkishDay(Date.now());
	const before = memory.state ?? { seen: {}, polledOn: today };
	const firstDay = firstDayToRead(before.polledOn, lookBackDays(context));
	const { orders, readAt } = await readOrders(
		list,
		{ startDate: firstDay, endDate: today },
		(page) => isBefore(page, firstDay),
	);
	const { changes, state } = compareOrders(before, orders, today, firstDay);
	const isFirstPoll = memory.state === undefined;
	memory.state = state;
	// What is there at activation was there before: it starts nothing.
	if (isFirstPoll) return [];
	const onlyNew = context.getNodeParameter('options.onlyNew', false) === true;
	return changes
		.filter(
			({ order, change }) =>
				isWanted(order, filterOf(context)) && !(onlyNew && change === 'status'),
		)
		.map((change) => toItem(context, change, readAt));
}

/** The list of orders, and when Minted gave each of them: long lists change while they are read. */
async function readOrders(
	{ connection, endpointPath }: OrderList,
	filters: OrderQuery,
	isEnough: ListOptions['isEnough'],
): Promise<{ orders: Order[]; readAt: ReadTimes }> {
	const api = connection.api();
	const readAt: ReadTimes = new Map();
	const orders = await ordersMatching(
		async (query) => {
			const page = await api.call('getOrders', { query, endpointPath });
			for (const { guid } of page.data) readAt.set(guid, Date.now());
			return page;
		},
		{ ...filters, sortBy: 'created_at', sortType: 'desc' },
		{ limit: Number.POSITIVE_INFINITY, types: [], isEnough },
	);
	return { orders, readAt };
}

function lookBackDays(context: IPollFunctions): number {
	const days = context.getNodeParameter('options.lookBackDays', 2);
	return Math.min(30, readNumber(days, { field: 'Look Back (Days)', maxDecimals: 0, zero: true }));
}

function filterOf(context: IPollFunctions) {
	return {
		types: context.getNodeParameter('orderTypes', []) as string[],
		statuses: context.getNodeParameter('statuses', []) as string[],
	};
}

function toItem(
	context: IPollFunctions,
	{ order, change, previousStatus }: OrderChange,
	readAt: ReadTimes,
): INodeExecutionData {
	const simplify = context.getNodeParameter('simplify', true) === true;
	return {
		json: {
			...orderItem(order, simplify, readAt.get(order.guid) ?? Date.now()),
			change,
			previous_status_name: previousStatus,
		},
	};
}
