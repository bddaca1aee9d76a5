import './boot';
import { LoadOptionsContext } from 'n8n-core';
import {
	Workflow,
	type ILoadOptionsFunctions,
	type INode,
	type INodeListSearchResult,
	type INodeParameters,
} from 'n8n-workflow';
import { MintedConnect } from '../../../nodes/MintedConnect/MintedConnect.node';
import type { Sandbox } from '../../../sandbox';
import { createAdditionalData } from './additionalData';
import {
	CREDENTIAL,
	sandboxCredential,
	StoredCredential,
	type CredentialValues,
} from './credentials';
import { ACTION_NODE, createNodeTypes } from './nodeTypes';

export interface SearchListOptions {
	sandbox: Sandbox;
	method: keyof MintedConnect['methods']['listSearch'];
	/** The form as far as it is filled in. */
	parameters: INodeParameters;
	filter?: string;
	paginationToken?: string;
	credential?: CredentialValues;
}

/** What the editor shows in "From List" of a field: n8n's own context, HTTP stack and credential. */
export async function searchList(options: SearchListOptions): Promise<INodeListSearchResult> {
	const node: INode = {
		id: 'picker',
		name: 'Minted Connect',
		type: ACTION_NODE,
		typeVersion: 1,
		position: [0, 0],
		parameters: options.parameters,
		credentials: { mintedConnectApi: CREDENTIAL },
	};
	const nodeTypes = createNodeTypes();
	const workflow = new Workflow({ nodes: [node], connections: {}, active: false, nodeTypes });
	const credential = new StoredCredential({
		...sandboxCredential(options.sandbox),
		...options.credential,
	});
	const additionalData = createAdditionalData(credential, {
		currentNodeParameters: options.parameters,
	});
	const context: ILoadOptionsFunctions = new LoadOptionsContext(workflow, node, additionalData, '');
	const search = new MintedConnect().methods.listSearch[options.method];
	return await search.call(context, options.filter, options.paginationToken);
}
