import type {
	IExecuteFunctions,
	INodeExecutionData,
	INodeType,
	INodeTypeDescription,
	IRequestOptions,
} from 'n8n-workflow';
import { CREDENTIAL_TYPE } from '../../../harness/package';

/** The name gives it n8n's permission to use any credential. */
export const HTTP_REQUEST_NODE = 'n8n-nodes-base.httpRequest';

/** Sends one request an item as n8n's HTTP Request node does with a predefined credential type. */
export class HttpRequest implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'HTTP Request',
		name: 'httpRequest',
		group: ['transform'],
		version: 1,
		description: 'Sends requests',
		defaults: { name: 'HTTP Request' },
		inputs: ['main'],
		outputs: ['main'],
		properties: [{ displayName: 'Request', name: 'request', type: 'json', default: {} }],
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const results: INodeExecutionData[] = [];
		for (const [item] of this.getInputData().entries()) {
			const response = (await this.helpers.requestWithAuthentication.call(
				this,
				CREDENTIAL_TYPE,
				this.getNodeParameter('request', item) as IRequestOptions,
				undefined,
				item,
			)) as { statusCode: number; body: unknown };
			const { statusCode, body } = response;
			results.push({ json: { statusCode, body: body as string }, pairedItem: { item } });
		}
		return [results];
	}
}
