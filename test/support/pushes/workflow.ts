import type { INodeParameters } from 'n8n-workflow';

import {
	inARow,
	node,
	using,
	type StoredCredential,
	type WorkflowFile,
} from '../../../harness/workflows';
import { TRIGGER_NODE } from '../../../harness/package';

export const SECRET_HEADER = 'x-webhook-secret';

const EMISSION =
	'={{ { dedupKey: $json.dedupKey, guid: $json.guid, status: $json.status_name, total: $json.total } }}';

/** Tells a receiver each order that the Minted Connect Trigger starts it with. */
export function countingWorkflow(
	name: string,
	receiverUrl: string,
	parameters: INodeParameters,
	credential: StoredCredential,
): WorkflowFile {
	return inARow(
		`Pushes verified by ${name}`,
		[
			node('Order pushed', TRIGGER_NODE, 1, parameters, {
				...using(credential),
				webhookId: `pushes-by-${name}`,
			}),
			node('Tell the receiver', 'n8n-nodes-base.httpRequest', 4.2, {
				method: 'POST',
				url: `${receiverUrl}/${name}`,
				sendBody: true,
				specifyBody: 'json',
				jsonBody: EMISSION,
			}),
		],
		// What went well needs no record: 10,000 of them would only slow n8n down.
		{ saveDataSuccessExecution: 'none' },
	);
}
