import type { IDataObject, INode, INodeParameters, INodeType, OnError } from 'n8n-workflow';
import type { CredentialValues } from '../../../harness/inProcess/credentials';
import type { LoadedPackage } from '../../../harness/inProcess/package';
import {
	runNode as runInEngine,
	type NodeResult,
	type NodeRun,
} from '../../../harness/inProcess/runNode';
import { ACTION_NODE, TOOL_NODE } from '../../../harness/package';
import type { Sandbox } from '../../../sandbox';
import type { Counters } from '../../../sandbox/journal';
import { credentialsFor, engine, nodeTypesWith } from './engine';

export interface RunOptions extends Pick<
	NodeRun,
	'mode' | 'nodeName' | 'typeVersion' | 'workflowId' | 'executionId' | 'signal'
> {
	sandbox: Sandbox;
	parameters: INodeParameters;
	/** The JSON of each input item; one empty item by default. */
	items?: IDataObject[];
	/** Replaces values of the sandbox's credential. */
	credential?: CredentialValues;
	onError?: OnError;
	/** The setting that older workflows have instead of `onError`. */
	continueOnFail?: boolean;
	/** Retry On Fail with this many tries in all. */
	tries?: number;
	nodeType?: string;
	/** An execution that this one repeats, as n8n's "Retry execution" does. */
	retryOf?: RunResult;
	/** Further node types by full name. */
	nodeTypes?: Record<string, INodeType>;
	/** The package as another process has loaded it; by default its sources, as this one has. */
	worker?: LoadedPackage;
}

export interface RunResult extends NodeResult {
	/** What the sandbox counted during this run alone. */
	requests: Counters;
}

const FORMS_OF_VERSION_1 = [ACTION_NODE, TOOL_NODE];

/** Runs one node in a workflow through n8n-core's engine and HTTP stack, against the sandbox. */
export async function runNode(options: RunOptions): Promise<RunResult> {
	const { sandbox, credential, worker, retryOf, ...execution } = options;
	const before = sandbox.counters();
	const result = await runInEngine(engine, {
		nodeType: ACTION_NODE,
		nodeName: 'Minted Connect',
		// What tests fill in is what workflows have saved since the first release.
		...(FORMS_OF_VERSION_1.includes(options.nodeType ?? ACTION_NODE) ? { typeVersion: 1 } : {}),
		...execution,
		nodeTypes: { ...nodeTypesWith(worker), ...options.nodeTypes },
		credentials: credentialsFor(sandbox, credential, worker),
		settings: settingsOf(options),
		retryOf: retryOf?.run,
	});
	return { ...result, requests: difference(before, sandbox.counters()) };
}

function settingsOf({ onError, continueOnFail, tries }: RunOptions): Partial<INode> {
	const retries =
		tries === undefined ? {} : { retryOnFail: true, maxTries: tries, waitBetweenTries: 0 };
	return { onError, continueOnFail, ...retries };
}

/** The counts of `after` less those of `before`, by the same names. */
function difference(before: Counters, after: Counters): Counters {
	const counts = (then: Record<string, number>, now: Record<string, number>) =>
		Object.fromEntries(
			Object.entries(now)
				.map(([name, count]): [string, number] => [name, count - (then[name] ?? 0)])
				.filter(([, count]) => count > 0),
		);
	const { byOperation, byAuthFailure, ...totals } = after;
	return {
		...(Object.fromEntries(
			Object.entries(totals).map(([name, count]) => [
				name,
				count - before[name as keyof typeof totals],
			]),
		) as typeof totals),
		byOperation: counts(before.byOperation, byOperation),
		byAuthFailure: counts(before.byAuthFailure, byAuthFailure),
	};
}
