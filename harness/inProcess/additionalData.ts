import type { IWorkflowExecuteAdditionalData } from 'n8n-workflow';

import type { CredentialsHelper } from './credentials';
import type { Engine } from './engine';

const HOST = 'http://localhost:5678';

const unavailable = (what: string) => async (): Promise<never> => {
	throw new Error(`${what} is not part of an engine in-process`);
};

/** What n8n hands to an execution, as far as one without database and editor has it. */
export function additionalDataOf(
	{ core }: Engine,
	credentialsHelper: CredentialsHelper,
	more: Partial<IWorkflowExecuteAdditionalData> = {},
): IWorkflowExecuteAdditionalData {
	return {
		credentialsHelper,
		executeWorkflow: unavailable('A sub-workflow'),
		getRunExecutionData: async () => undefined,
		getRuntimeCredential: async () => undefined,
		startRunnerTask: unavailable('The task runner'),
		logAiEvent: () => undefined,
		currentNodeExecutionIndex: 0,
		variables: {},
		restApiUrl: `${HOST}/rest`,
		instanceBaseUrl: HOST,
		formBaseUrl: `${HOST}/form`,
		formWaitingBaseUrl: `${HOST}/form-waiting`,
		formTestBaseUrl: `${HOST}/form-test`,
		webhookBaseUrl: `${HOST}/webhook`,
		webhookWaitingBaseUrl: `${HOST}/webhook-waiting`,
		webhookTestBaseUrl: `${HOST}/webhook-test`,
		mcpBaseUrl: `${HOST}/mcp`,
		mcpTestBaseUrl: `${HOST}/mcp-test`,
		externalSecretsProxy: new core.ExternalSecretsProxy(),
		...more,
	};
}
