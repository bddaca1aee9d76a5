import type { INodeParameters } from 'n8n-workflow';
import type { CredentialValues } from '../../../harness/inProcess/credentials';
import * as inEngine from '../../../harness/inProcess/triggers';
import { POLLING_TRIGGER_NODE, TRIGGER_NODE } from '../../../harness/package';
import type { Sandbox } from '../../../sandbox';
import { credentialsFor, engine, nodeTypesWith } from './engine';

export interface TriggerOptions {
	sandbox: Sandbox;
	parameters?: INodeParameters;
	credential?: CredentialValues;
}

const nodeOf = (nodeType: string, { sandbox, parameters, credential }: TriggerOptions) => ({
	...{ nodeType, parameters },
	nodeTypes: nodeTypesWith(),
	credentials: credentialsFor(sandbox, credential),
});

/** Sends pushes to one Minted Connect Trigger. */
export function createReceiver(options: TriggerOptions): inEngine.Receiver {
	return inEngine.createReceiver(engine, nodeOf(TRIGGER_NODE, options));
}

/** Polls with one Minted Connect Polling Trigger. */
export function createPoller(options: TriggerOptions): inEngine.Poller {
	return inEngine.createPoller(engine, nodeOf(POLLING_TRIGGER_NODE, options));
}
