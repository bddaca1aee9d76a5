import type {
	ICredentialDataDecryptedObject,
	ICredentialsHelper,
	ICredentialType,
	IDataObject,
	IHttpRequestHelper,
	IHttpRequestOptions,
	INode,
	INodeParameters,
	INodeType,
	INodeTypes,
	IWorkflowExecuteAdditionalData,
} from 'n8n-workflow';

import type { N8n } from './n8n';

/** One node behind a trigger that hands it the items. */
export interface Step {
	type: INodeType;
	/** Full name: n8n lets only some of its own nodes use foreign credentials. */
	typeName: string;
	parameters: INodeParameters;
	credential?: StoredCredential;
}

export interface StoredCredential {
	typeName: string;
	/** Its hooks, where it has any. */
	type?: ICredentialType;
	data: ICredentialDataDecryptedObject;
}

export interface Outcome {
	json: IDataObject[];
	error?: string;
	/** All that n8n would store of the execution. */
	execution?: unknown;
}

const START = 'Start';
const STEP = 'Step';
const START_TYPE = 'n8n-nodes-base.noOp';
const HOST = 'http://localhost:5678';

/**
 * Runs the step once through n8n-core's engine, with one input item for each id.
 *
 * @param onOutput is called when the step has all its output and n8n still its input
 */
export async function runStep(
	n8n: N8n,
	step: Step,
	ids: string[],
	onOutput?: () => void,
): Promise<Outcome> {
	const { core, workflow: n8nWorkflow } = n8n;
	const workflow = new n8nWorkflow.Workflow({
		id: 'bench',
		name: 'Bench',
		nodes: [
			node(START, START_TYPE, {}),
			{ ...node(STEP, step.typeName, step.parameters), ...credentialOf(step) },
		],
		connections: { [START]: { main: [[{ node: STEP, type: 'main', index: 0 }]] } },
		active: false,
		nodeTypes: nodeTypes(step, onOutput),
		settings: { executionOrder: 'v1' },
	});
	const additionalData = {
		credentialsHelper: credentialsHelper(n8n, step.credential),
		currentNodeExecutionIndex: 0,
		executionId: '1',
		variables: {},
		restApiUrl: `${HOST}/rest`,
		instanceBaseUrl: HOST,
		webhookBaseUrl: `${HOST}/webhook`,
		webhookTestBaseUrl: `${HOST}/webhook-test`,
		webhookWaitingBaseUrl: `${HOST}/webhook-waiting`,
		formWaitingBaseUrl: `${HOST}/form-waiting`,
		externalSecretsProxy: new core.ExternalSecretsProxy(),
		hooks: new core.ExecutionLifecycleHooks('trigger', '1', workflow as never),
	} as unknown as IWorkflowExecuteAdditionalData;
	const run = await new core.WorkflowExecute(additionalData, 'trigger').run({
		workflow,
		startNode: workflow.getNode(START) as INode,
		pinData: { [START]: ids.map((id) => ({ json: { id } })) },
	});
	const { runData, error } = run.data.resultData;
	const items = runData[STEP]?.[0]?.data?.main?.[0] ?? [];
	return { json: items.map(({ json }) => json), error: error?.message, execution: run.data };
}

function node(name: string, type: string, parameters: INodeParameters): INode {
	return { id: name, name, type, typeVersion: 1, position: [0, 0], parameters };
}

function credentialOf({ credential, type }: Step): Partial<INode> {
	const version = type.description.version;
	return {
		typeVersion: Array.isArray(version) ? Math.max(...version) : version,
		...(credential && { credentials: { [credential.typeName]: { id: '1', name: 'Bench' } } }),
	};
}

/** Hands its input on. */
const start = {
	description: { name: 'noOp', inputs: ['main'], outputs: ['main'], properties: [] },
	async execute(this: { getInputData(): unknown }) {
		return [this.getInputData()];
	},
} as unknown as INodeType;

function nodeTypes({ type, typeName }: Step, onOutput: (() => void) | undefined): INodeTypes {
	const step = onOutput === undefined ? type : withOnOutput(type, onOutput);
	const get = (name: string) => (name === typeName ? step : start);
	return { getByName: get, getByNameAndVersion: get, getKnownTypes: () => ({}) };
}

function withOnOutput(type: INodeType, onOutput: () => void): INodeType {
	const watched = Object.create(type) as INodeType;
	watched.execute = async function () {
		const output = await type.execute?.call(this);
		onOutput();
		return output ?? null;
	};
	return watched;
}

/** One stored credential and its hooks, called when n8n's own helper would call them. */
function credentialsHelper(
	{ workflow: { NodeHelpers } }: N8n,
	credential: StoredCredential | undefined,
): ICredentialsHelper {
	const { type, data } = credential ?? {};
	return {
		getParentTypes: () => [],
		getCredentialsProperties: () => type?.properties ?? [],
		isCredentialUsableByNode: () => true,
		getDecrypted: async () =>
			type === undefined
				? { ...data }
				: NodeHelpers.getNodeParameters(
						type.properties,
						{ ...data } as never,
						true,
						false,
						null,
						null,
					),
		async preAuthentication(
			helpers: IHttpRequestHelper,
			decrypted: ICredentialDataDecryptedObject,
			_typeName: string,
			_node: INode,
			expired: boolean,
		) {
			const expirable = type?.properties.find(({ typeOptions }) => typeOptions?.expirable);
			if (expirable === undefined || (decrypted[expirable.name] !== '' && !expired))
				return undefined;
			await type?.preAuthentication?.call(helpers, decrypted);
			return undefined;
		},
		async authenticate(
			decrypted: ICredentialDataDecryptedObject,
			_typeName: string,
			options: IHttpRequestOptions,
		) {
			return typeof type?.authenticate === 'function'
				? await type.authenticate(decrypted, options)
				: options;
		},
	} as unknown as ICredentialsHelper;
}
