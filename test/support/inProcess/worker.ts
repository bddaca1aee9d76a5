import './boot';
import { join } from 'node:path';
import * as workflowLibrary from 'n8n-workflow';
import type { MintedConnectApi } from '../../../credentials/MintedConnectApi.credentials';
import { ACTION_NODE } from './nodeTypes';

const DIST = join(__dirname, '..', '..', '..', 'dist');

/** The built package as one n8n process has it: with nonces and a memory of its own. */
export interface Worker {
	nodeTypes: Record<string, workflowLibrary.INodeType>;
	credentialType: MintedConnectApi;
}

/** Loads the built package anew, so that it shares nothing with one that was loaded before. */
export function startWorker(): Worker {
	let worker: Worker | undefined;
	jest.isolateModules(() => {
		// n8n's library is n8n's: the engine must know the errors that the node throws.
		jest.doMock('n8n-workflow', () => workflowLibrary);
		const create = <T>(path: string, name: string): T => {
			const exported = jest.requireActual<Record<string, new () => T>>(join(DIST, path));
			const Type = exported[name];
			if (Type === undefined) throw new Error(`dist/${path} exports no ${name}`);
			return new Type();
		};
		worker = {
			nodeTypes: {
				[ACTION_NODE]: create('nodes/MintedConnect/MintedConnect.node.js', 'MintedConnect'),
			},
			credentialType: create('credentials/MintedConnectApi.credentials.js', 'MintedConnectApi'),
		};
	});
	jest.dontMock('n8n-workflow');
	if (worker === undefined) throw new Error('The built package could not be loaded');
	return worker;
}
