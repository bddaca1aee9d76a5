import type { INode } from 'n8n-workflow';

import type { StoredCredential, WorkflowFile } from '../../../harness/n8n/client';
import { PACKAGE_NAME } from '../../../harness/n8n/packageInstall';

/** How long a buy looks for an order that it may have placed before; the sandbox shows it at once. */
const SETTLE_SECONDS = 3;

export const BUY_PATH = 'buy';
export const PUSHES_TABLE = { name: 'Pushes', columns: { dedupKey: 'string' } } as const;

type Parameters = INode['parameters'];

function node(name: string, type: string, typeVersion: number, parameters: Parameters): INode {
	const id = name.toLowerCase().replace(/ /g, '-');
	return { id, name, type, typeVersion, position: [0, 0], parameters };
}

function inARow(name: string, nodes: INode[]): WorkflowFile {
	const connections: WorkflowFile['connections'] = {};
	nodes.forEach(({ name: from }, index) => {
		const to = nodes[index + 1];
		if (to) connections[from] = { main: [[{ node: to.name, type: 'main', index: 0 }]] };
	});
	return { name, nodes, connections, settings: { executionOrder: 'v1' } };
}

/** Every call of its webhook, with `order_id` in the body, buys 0.1 g of gold under that id. */
export function buyWorkflow({ id, name, type }: StoredCredential): WorkflowFile {
	return inARow('Buy what is ordered', [
		{
			...node('Ordered', 'n8n-nodes-base.webhook', 2, {
				httpMethod: 'POST',
				path: BUY_PATH,
				responseMode: 'onReceived',
				options: {},
			}),
			webhookId: '5e1f2c52-1f8b-4a55-9a55-4d1a7f0c0001',
		},
		{
			...node('Buy gold', `${PACKAGE_NAME}.mintedConnect`, 1, {
				resource: 'order',
				operation: 'buy',
				metal: 'GAU',
				account: 'partner',
				orderBy: 'grams',
				amount: 0.1,
				currency: 'TRY',
				externalId: '={{ $json.body.order_id }}',
				options: { settleSeconds: SETTLE_SECONDS },
			}),
			credentials: { [type]: { id, name } },
		},
	]);
}

/** Every push that is taken leaves one row with its `dedupKey`: a repeat would leave a second one. */
export function pushWorkflow({ id, name, type }: StoredCredential): WorkflowFile {
	return inARow('Keep every push', [
		{
			...node('Order pushed', `${PACKAGE_NAME}.mintedConnectTrigger`, 1, {}),
			webhookId: '5e1f2c52-1f8b-4a55-9a55-4d1a7f0c0002',
			credentials: { [type]: { id, name } },
		},
		node('Row', 'n8n-nodes-base.dataTable', 1.1, {
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
