import {
	DATA_TABLE_NODE,
	inARow,
	node,
	using,
	webhookTrigger,
	type StoredCredential,
	type WorkflowFile,
} from '../../../harness/workflows';
import { ACTION_NODE, TRIGGER_NODE } from '../../../harness/package';

/** How long a buy looks for an order that it may have placed before; the sandbox shows it at once. */
const SETTLE_SECONDS = 3;

export const BUY_PATH = 'buy';
export const PUSHES_TABLE = { name: 'Pushes', columns: { dedupKey: 'string' } } as const;

/** Every call of its webhook, with `order_id` in the body, buys 0.1 g of gold under that id. */
export function buyWorkflow(credential: StoredCredential): WorkflowFile {
	const order = {
		resource: 'order',
		operation: 'buy',
		metal: 'GAU',
		account: 'partner',
		orderBy: 'grams',
		amount: 0.1,
		currency: 'TRY',
		externalId: '={{ $json.body.order_id }}',
		options: { settleSeconds: SETTLE_SECONDS },
	};
	return inARow('Buy what is ordered', [
		webhookTrigger('Ordered', BUY_PATH, { responseMode: 'onReceived', options: {} }),
		node('Buy gold', ACTION_NODE, 1, order, using(credential)),
	]);
}

/** Every push that is taken leaves one row with its `dedupKey`: a repeat would leave a second one. */
export function pushWorkflow(credential: StoredCredential): WorkflowFile {
	return inARow('Keep every push', [
		node('Order pushed', TRIGGER_NODE, 1, {}, { ...using(credential), webhookId: 'pushes' }),
		node('Row', DATA_TABLE_NODE, 1.1, {
			resource: 'row',
			operation: 'insert',
			dataTableId: { __rl: true, mode: 'name', value: PUSHES_TABLE.name },
			columns: {
				mappingMode: 'defineBelow',
				value: { dedupKey: '={{ $json.dedupKey }}' },
				matchingColumns: [],
				schema: [
					{
						id: 'dedupKey',
						displayName: 'dedupKey',
						required: false,
						defaultMatch: false,
						display: true,
						type: 'string',
						readOnly: false,
						removed: false,
					},
				],
			},
			options: {},
		}),
	]);
}
