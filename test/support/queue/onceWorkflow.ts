import { readExamples, withCredential } from '../../../harness/examples';
import {
	node,
	webhookTrigger,
	type StoredCredential,
	type WorkflowFile,
} from '../../../harness/workflows';
import type { Cluster } from './cluster';

/** The example, which needs PostgreSQL and is executed by `npm run test:queue`. */
export const ONCE_EXAMPLE = 'place-each-order-once';
export const ONCE_PATH = 'once';

/** Everything of an order but its ID. */
export const INVENTED = { customer_id: 'MTD-DEMO-1', grams: 0.01 };

/** The example's quarter of an hour; a winner of these tests that lives is done long before. */
const LEASE = { example: "INTERVAL '15 minutes'", test: "INTERVAL '20 seconds'" };
const QUICK_SCHEDULE = { interval: [{ field: 'seconds', secondsInterval: 5 }] };
const ENTRY = 'One order at a time';

/**
 * The example "Place each order once" as it is, but for two things that a test cannot wait for: how
 * long a claim counts, and how often what was left behind is looked for. Its orders come by webhook.
 */
export function onceWorkflow(...credentials: StoredCredential[]): WorkflowFile {
	const found = readExamples().find(({ slug }) => slug === ONCE_EXAMPLE);
	if (found === undefined) throw new Error('The example is missing');
	const example = credentials.reduce(withCredential, found.workflow);
	const nodes = example.nodes.map((each) => {
		const { query, rule } = each.parameters;
		return {
			...each,
			parameters: {
				...each.parameters,
				...(typeof query === 'string'
					? { query: query.replaceAll(LEASE.example, LEASE.test) }
					: {}),
				...(rule === undefined ? {} : { rule: QUICK_SCHEDULE }),
			},
		};
	});
	const ordered = webhookTrigger('Ordered', ONCE_PATH, { responseMode: 'onReceived', options: {} });
	const body = node('What is ordered', 'n8n-nodes-base.set', 3.4, {
		mode: 'raw',
		jsonOutput: '={{ $json.body }}',
		options: {},
	});
	const to = (name: string) => ({ main: [[{ node: name, type: 'main' as const, index: 0 }]] });
	return {
		...example,
		nodes: [...nodes, ordered, body],
		connections: {
			...example.connections,
			[ordered.name]: to(body.name),
			[body.name]: to(ENTRY),
		},
	};
}

/** A row of the example's table. */
export interface Claim {
	id: string;
	/** Of n8n: the one that wrote the row, or took it over. */
	execution: string;
	state: string;
	tries: number;
	outcome: string;
	problem: string;
}

/** Of the table's rows; the IDs are those of tests. */
export const isOneOf = (ids: readonly string[]): string =>
	`order_id in (${ids.map((id) => `'${id}'`).join(', ')})`;

/** The rows of these IDs, or all of them. */
export async function claimsOf({ postgres }: Cluster, ids?: readonly string[]): Promise<Claim[]> {
	const rows = await postgres.query(
		`select order_id, execution_id, state, tries, outcome, problem from minted_orders
		${ids === undefined ? '' : `where ${isOneOf(ids)}`} order by order_id`,
	);
	return rows.map(([id = '', execution = '', state = '', tries, outcome = '', problem = '']) => ({
		...{ id, execution, state, tries: Number(tries), outcome, problem },
	}));
}
