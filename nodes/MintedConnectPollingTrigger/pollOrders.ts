import type { IDataObject, INodeExecutionData, IPollFunctions } from 'n8n-workflow';
import { readNumber } from '../../minted/money';
import { ordersMatching, type ListOptions } from '../../minted/orders/list';
import {
	compareOrders,
	firstDayToRead,
	isBefore,
	turkishDay,
	type OrderChange,
	type PollState,
} from '../../minted/orders/poll';
import type { Order } from '../../minted/model';
import { dedupKey } from '../../minted/pushes/push';
import { redactPersonalData } from '../../minted/output/redact';
import { checkPath, type QueryValue } from '../../minted/client/request';
import { simplifyOrder, withIsoDates } from '../../minted/output/simplify';
import { textOf } from '../../minted/text';
import { clock, connect, type Connection } from '../shared/client';
import { toNodeError } from '../shared/nodeError';
import { isWanted } from '../shared/triggerFields';

/** By guid, in milliseconds. */
type ReadTimes = Map<string, number>;

const SAMPLES = 3;
const LIST_PATH = '/partner/orders';

/** One look at the list of orders; null when nothing is to be emitted. */
export async function pollOrders(context: IPollFunctions): Promise<INodeExecutionData[][] | null> {
	let connection: Connection | undefined;
	try {
		connection = await connect(context);
		const items =
			context.getMode() === 'manual'
				? await samples(context, connection)
				: await changesSinceLastPoll(context, connection);
		return items.length > 0 ? [items] : null;
	} catch (error) {
		throw toNodeError(context.getNode(), error, {
			environment: connection?.environment ?? 'unknown environment',
			assumedPath: LIST_PATH,
			movesMoney: false,
			secrets: connection?.secrets ?? [],
		});
	}
}

/** For the editor: the latest orders, without touching what the published workflow remembers. */
async function samples(
	context: IPollFunctions,
	connection: Connection,
): Promise<INodeExecutionData[]> {
	const filter = filterOf(context);
	const wanted = (orders: readonly Order[]) => orders.filter((order) => isWanted(order, filter));
	let count = 0;
	const { orders, readAt } = await readOrders(context, connection, {}, (page) => {
		count += wanted(page).length;
		return count >= SAMPLES;
	});
	return wanted(orders)
		.slice(0, SAMPLES)
		.map((order) => toItem(context, { order, change: 'new', previousStatus: null }, readAt));
}

async function changesSinceLastPoll(
	context: IPollFunctions,
	connection: Connection,
): Promise<INodeExecutionData[]> {
	const memory = context.getWorkflowStaticData('node') as { state?: PollState };
	const today = turkishDay(clock.now());
	const before = memory.state ?? { seen: {}, polledOn: today };
	const firstDay = firstDayToRead(before.polledOn, lookBackDays(context));
	const { orders, readAt } = await readOrders(
		context,
		connection,
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
	context: IPollFunctions,
	connection: Connection,
	filters: Record<string, QueryValue>,
	isEnough: ListOptions['isEnough'],
): Promise<{ orders: Order[]; readAt: ReadTimes }> {
	const api = connection.api();
	const readAt: ReadTimes = new Map();
	const path = textOf(context.getNodeParameter('options.endpointPath', '')).trim();
	const endpointPath = path === '' ? undefined : checkPath(path, 'Endpoint Path');
	const orders = await ordersMatching(
		async (query) => {
			const page = await api.call('getOrders', { query, endpointPath });
			for (const { guid } of page.data) readAt.set(guid, clock.now());
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
			...(redactPersonalData(simplify ? simplifyOrder(order) : withIsoDates(order)) as IDataObject),
			change,
			previous_status_name: previousStatus,
			dedupKey: dedupKey(order),
			read_at: new Date(readAt.get(order.guid) ?? clock.now()).toISOString(),
		},
	};
}
