import type { INodeParameters } from 'n8n-workflow';

import type { StoredCredential, WorkflowFile } from '../../../harness/n8n/client';
import { PACKAGE_NAME } from '../../../harness/n8n/packageInstall';

export const SECRET_HEADER = 'x-webhook-secret';

/** Tells a receiver each order that the Minted Connect Trigger starts it with. */
export function countingWorkflow(
	name: string,
	receiverUrl: string,
	parameters: INodeParameters,
	{ id, name: credentialName, type }: StoredCredential,
): WorkflowFile {
	return {
		name: `Pushes verified by ${name}`,
		nodes: [
			{
				id: 'trigger',
				name: 'Order pushed',
				type: `${PACKAGE_NAME}.mintedConnectTrigger`,
				typeVersion: 1,
				position: [0, 0],
				webhookId: `pushes-by-${name}`,
				parameters,
				credentials: { [type]: { id, name: credentialName } },
			},
			{
				id: 'tell',
				name: 'Tell the receiver',
				type: 'n8n-nodes-base.httpRequest',
				typeVersion: 4.2,
				position: [240, 0],
				parameters: {
					method: 'POST',
					url: `${receiverUrl}/${name}`,
					sendBody: true,
					specifyBody: 'json',
					jsonBody:
						'={{ { dedupKey: $json.dedupKey, guid: $json.guid, status: $json.status_name, total: $json.total } }}',
				},
			},
		],
		connections: {
			'Order pushed': { main: [[{ node: 'Tell the receiver', type: 'main', index: 0 }]] },
		},
		// What went well needs no record: 10,000 of them would only slow n8n down.
		settings: { executionOrder: 'v1', saveDataSuccessExecution: 'none' },
	};
}
