import type { IDataObject, INode, INodeParameters } from 'n8n-workflow';

import { Credentials, type Stored } from '../../harness/inProcess/credentials';
import type { Engine } from '../../harness/inProcess/engine';
import { START_TYPE, versionOf } from '../../harness/inProcess/nodeTypes';
import type { LoadedPackage } from '../../harness/inProcess/package';
import { runWorkflow, type WorkflowRun } from '../../harness/inProcess/runWorkflow';
import { ACTION_NODE, CREDENTIAL_TYPE } from '../../harness/package';
import { inARow, node } from '../../harness/workflows';
import { buyParameters, buyRow, FIX_STEP, fixRequest, orderRequest, START } from '../buyWorkflow';
import {
	digestCredential,
	HTTP_REQUEST,
	loadHttpRequest,
	mintedCredential,
	type Subject,
} from './subjects';
import type { Outcome } from './step';

const LAST = 'Buy';
/** With its defaults: three tries, a second between them. */
const RETRY: Partial<INode> = { retryOnFail: true };

/** This node buys: Order > Buy, everything else at its default. */
export function mintedBuy(engine: Engine, minted: LoadedPackage, retryOnFail: boolean): Subject {
	return {
		run: async (url, ids) =>
			await runBuys(engine, ids, {
				nodeTypes: minted.nodeTypes,
				stored: { [CREDENTIAL_TYPE]: mintedCredential(minted, url) },
				steps: [{ name: LAST, type: ACTION_NODE, parameters: buyParameters() }],
				retryOnFail,
			}),
		idOf: (json) => json.external_id,
	};
}

/** What users build without this package: an HTTP Request node fixes the price, another buys. */
export function httpChain(engine: Engine, retryOnFail: boolean): Subject {
	const nodeTypes = loadHttpRequest(engine);
	return {
		run: async (url, ids) =>
			await runBuys(engine, ids, {
				nodeTypes,
				stored: { httpDigestAuth: digestCredential() },
				steps: [
					{ name: FIX_STEP, type: HTTP_REQUEST, parameters: fixRequest(url) },
					{ name: LAST, type: HTTP_REQUEST, parameters: orderRequest(url) },
				],
				retryOnFail,
			}),
		idOf: ({ data }) => ((data as IDataObject).orders as IDataObject[])[0]?.external_id,
	};
}

interface Buys {
	nodeTypes: WorkflowRun['nodeTypes'];
	stored: Record<string, Stored>;
	steps: Array<{ name: string; type: string; parameters: INodeParameters }>;
	retryOnFail: boolean;
}

/** One execution in n8n-core's engine, with one row of input for each order. */
async function runBuys(
	engine: Engine,
	ids: string[],
	{ nodeTypes, stored, steps, retryOnFail }: Buys,
): Promise<Outcome> {
	const credentials = new Credentials(engine, stored);
	const settings = { credentials: credentials.ofNode, ...(retryOnFail ? RETRY : {}) };
	const nodes = steps.map(({ name, type, parameters }) => {
		const nodeType = nodeTypes[type];
		if (nodeType === undefined) throw new Error(`${type} is not among the node types`);
		return node(name, type, versionOf(nodeType), parameters, settings);
	});
	const run = await runWorkflow(engine, {
		...inARow('Buys', [node(START, START_TYPE, 1), ...nodes]),
		nodeTypes,
		credentials,
		start: START,
		items: ids.map(buyRow),
	});
	const { runData, error } = run.data.resultData;
	const items = runData[LAST]?.at(-1)?.data?.main?.[0] ?? [];
	return { json: items.map(({ json }) => json), error: error?.message, execution: run.data };
}
