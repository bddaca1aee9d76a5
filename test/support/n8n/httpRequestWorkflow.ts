import type { IDataObject } from 'n8n-workflow';

import type { StoredCredential, WorkflowFile } from '../../../harness/n8n/client';

export interface HttpRequest {
	method: 'GET' | 'POST';
	url: string;
	body?: IDataObject;
	headers?: Record<string, string>;
	/** n8n's "Never Error": any status is an answer. */
	neverError?: boolean;
}

export const REQUEST_NODE = 'HTTP Request';
export const START_NODE = 'Start';

/** A workflow of n8n's own HTTP Request node with this package's credential: what users do for the rest. */
export function httpRequestWorkflow(
	request: HttpRequest,
	{ id, name, type }: StoredCredential,
): WorkflowFile {
	const headers = { 'x-client-id': 'web', 'api-version': '3', ...request.headers };
	return {
		name: `${request.method} ${request.url}`,
		nodes: [
			{
				id: 'start',
				name: START_NODE,
				type: 'n8n-nodes-base.manualTrigger',
				typeVersion: 1,
				position: [0, 0],
				parameters: {},
			},
			{
				id: 'request',
				name: REQUEST_NODE,
				type: 'n8n-nodes-base.httpRequest',
				typeVersion: 4.2,
				position: [240, 0],
				credentials: { [type]: { id, name } },
				parameters: {
					method: request.method,
					url: request.url,
					authentication: 'predefinedCredentialType',
					nodeCredentialType: type,
					sendHeaders: true,
					headerParameters: {
						parameters: Object.entries(headers).map(([header, value]) => ({ name: header, value })),
					},
					...(request.body && {
						sendBody: true,
						specifyBody: 'json',
						jsonBody: JSON.stringify(request.body),
					}),
					options: {
						response: {
							response: { fullResponse: true, neverError: request.neverError ?? false },
						},
					},
				},
			},
		],
		connections: { [START_NODE]: { main: [[{ node: REQUEST_NODE, type: 'main', index: 0 }]] } },
	};
}
