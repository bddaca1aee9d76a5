import type { IDataObject } from 'n8n-workflow';

import {
	inARow,
	manualTrigger,
	node,
	using,
	type StoredCredential,
	type WorkflowFile,
} from '../../../harness/workflows';

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
	credential: StoredCredential,
): WorkflowFile {
	const headers = { 'x-client-id': 'web', 'api-version': '3', ...request.headers };
	const parameters = {
		method: request.method,
		url: request.url,
		authentication: 'predefinedCredentialType',
		nodeCredentialType: credential.type,
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
			response: { response: { fullResponse: true, neverError: request.neverError ?? false } },
		},
	};
	return inARow(`${request.method} ${request.url}`, [
		manualTrigger(START_NODE),
		node(REQUEST_NODE, 'n8n-nodes-base.httpRequest', 4.2, parameters, using(credential)),
	]);
}
