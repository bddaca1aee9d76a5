import type { Order } from '../../../sandbox';
import type { OrderStatus } from '../../../sandbox/domain/orders';
import type { RandomStream } from '../../../sandbox/random';
import { MALFORMED } from './malformed';
import { SECRET_HEADER } from './workflow';

export type Kind =
	| 'genuine'
	| 'repeated'
	| 'out of order'
	| 'false claim'
	| 'unknown order'
	| 'wrong secret'
	| 'malformed';

/** What the sender of a push that starts nothing is told, and which one that is. */
export interface Refused {
	status: number;
	what: string;
}

export interface PlannedPush {
	kind: Kind;
	url: string;
	body: string | Buffer;
	headers?: Record<string, string>;
	/** Set when it must start nothing. */
	refusal?: Refused;
}

/** What one sender does: puts the order into a status, then sends these pushes at the same time. */
export interface Step {
	move?: { guid: string; status: OrderStatus };
	pushes: PlannedPush[];
}

/** The steps of a job come one after another; jobs run side by side. */
export type Job = Step[];

export interface Target {
	url: string;
	/** Orders that pushes are about. */
	orders: readonly Order[];
}

export interface PlanOptions {
	/** Pushes in all. */
	count: number;
	byApi: Target;
	bySecret: Target & { secret: string };
}

/** Ways an order may go; every status of them is pushed. */
const LIVES: ReadonlyArray<readonly OrderStatus[]> = [
	['Created', 'Pending', 'Processing', 'Completed'],
	['Created', 'Pending', 'Processing', 'Completed', 'Refunded'],
	['Created', 'Pending', 'Cancelled'],
	['Created', 'Completed'],
];

/** Shares of all pushes: so many are about orders, the rest is forged or malformed. */
const ABOUT_ORDERS = 0.6;
const MALFORMED_SHARE = 0.5;

export interface Plan {
	jobs: Job[];
	/** `guid:status` of every order and status that Minted pushed, by kind of verification. */
	genuine: { byApi: Set<string>; bySecret: Set<string> };
}

/** Draws exactly `count` pushes, and in which order they are sent. */
export function drawPlan(random: RandomStream, options: PlanOptions): Plan {
	const { count, byApi, bySecret } = options;
	const jobs: Job[] = [];
	const genuine: Plan['genuine'] = { byApi: new Set(), bySecret: new Set() };
	let drawn = 0;
	const add = (job: Job) => {
		jobs.push(job);
		drawn += job.reduce((sum, { pushes }) => sum + pushes.length, 0);
	};
	const waitingByApi = [...byApi.orders];
	const waitingBySecret = [...bySecret.orders];
	while (drawn < count * ABOUT_ORDERS) {
		const verified = random.chance(0.6) ? waitingByApi.pop() : undefined;
		const believed = verified ?? waitingBySecret.pop();
		if (believed === undefined) throw new Error('There are too few orders for so many pushes');
		const life = random.pick(LIVES);
		for (const status of life) {
			(verified ? genuine.byApi : genuine.bySecret).add(`${believed.guid}:${status}`);
		}
		if (verified) add(lifeByApi(random, byApi.url, verified, life));
		else for (const job of lifeBySecret(random, bySecret, believed, life)) add(job);
	}
	while (drawn < count) {
		add([{ pushes: [draw(random, options)] }]);
	}
	return { jobs: shuffled(random, jobs), genuine };
}

/** Every push of a step finds the order in the step's status, whatever it says itself. */
function lifeByApi(
	random: RandomStream,
	url: string,
	{ guid, total }: Order,
	life: readonly OrderStatus[],
): Job {
	const told = (status: OrderStatus, amount = total.toNumber()) =>
		JSON.stringify({ data: { guid, status_name: status, total: amount }, success: true });
	return life.map((status, index) => {
		const pushes: PlannedPush[] = [{ kind: 'genuine', url, body: told(status) }];
		while (random.chance(0.4)) pushes.push({ kind: 'repeated', url, body: told(status) });
		if (index > 0 && random.chance(0.4)) {
			const earlier = random.pick(life.slice(0, index));
			pushes.push({ kind: 'out of order', url, body: told(earlier) });
		}
		if (random.chance(0.3)) {
			pushes.push({ kind: 'false claim', url, body: told('Refunded', 1_000_000) });
		}
		return { move: { guid, status }, pushes: shuffled(random, pushes) };
	});
}

/** With the secret a push is believed, so that it may come at any time and in any order. */
function lifeBySecret(
	random: RandomStream,
	{ url, secret }: PlanOptions['bySecret'],
	order: Order,
	life: readonly OrderStatus[],
): Job[] {
	const headers = { [SECRET_HEADER]: secret };
	return life.flatMap((status) => {
		const body = claimed(order, status);
		const jobs: Job[] = [[{ pushes: [{ kind: 'genuine', url, body, headers }] }]];
		while (random.chance(0.4)) {
			jobs.push([{ pushes: [{ kind: 'repeated', url, body, headers }] }]);
		}
		return jobs;
	});
}

function claimed({ guid, type, total }: Order, status: OrderStatus): string {
	const order = { guid, type, status_name: status, total: total.toNumber(), items: [] };
	return JSON.stringify({ data: order, success: true, code: 0, message: '' });
}

/** One push that must start nothing. */
function draw(random: RandomStream, { byApi, bySecret }: PlanOptions): PlannedPush {
	if (random.chance(MALFORMED_SHARE)) {
		const { what, body, headers, answer } = random.pick(MALFORMED);
		const refusal = { status: answer, what };
		return random.chance(0.5)
			? { kind: 'malformed', url: byApi.url, body, headers, refusal }
			: {
					...{ kind: 'malformed', url: bySecret.url, body, refusal },
					headers: { ...headers, [SECRET_HEADER]: bySecret.secret },
				};
	}
	if (random.chance(0.5)) {
		const body = JSON.stringify({ data: { guid: random.guid(), status_name: 'Completed' } });
		return {
			kind: 'unknown order',
			url: byApi.url,
			body,
			refusal: { status: 404, what: 'an unknown guid' },
		};
	}
	const order = random.pick(bySecret.orders);
	const headers = random.pick<Record<string, string>>([
		{},
		{ [SECRET_HEADER]: '' },
		{ [SECRET_HEADER]: bySecret.secret.slice(0, -1) },
		{ [SECRET_HEADER]: `${bySecret.secret}0` },
		{ [SECRET_HEADER]: bySecret.secret.toUpperCase() },
	]);
	const body = claimed(order, 'Shipped');
	return {
		kind: 'wrong secret',
		url: bySecret.url,
		body,
		headers,
		refusal: { status: 401, what: 'a wrong secret' },
	};
}

function shuffled<T>(random: RandomStream, list: readonly T[]): T[] {
	const result = [...list];
	for (let last = result.length - 1; last > 0; last--) {
		const other = random.int(0, last);
		[result[last], result[other]] = [result[other] as T, result[last] as T];
	}
	return result;
}
