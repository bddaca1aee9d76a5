import type { INodeListSearchResult, INodeParameters } from 'n8n-workflow';
import type { CredentialValues } from '../../../harness/inProcess/credentials';
import { searchList as searchInEngine } from '../../../harness/inProcess/listSearch';
import { ACTION_NODE } from '../../../harness/package';
import type { MintedConnect } from '../../../nodes/MintedConnect/MintedConnect.node';
import type { Sandbox } from '../../../sandbox';
import { credentialsFor, engine, nodeTypesWith } from './engine';

export interface SearchListOptions {
	sandbox: Sandbox;
	method: keyof MintedConnect['methods']['listSearch'];
	/** The form as far as it is filled in. */
	parameters: INodeParameters;
	filter?: string;
	paginationToken?: string;
	credential?: CredentialValues;
}

/** What the editor shows in "From List" of a field. */
export async function searchList(options: SearchListOptions): Promise<INodeListSearchResult> {
	const { sandbox, credential, ...search } = options;
	return await searchInEngine(engine, {
		...search,
		nodeType: ACTION_NODE,
		nodeTypes: nodeTypesWith(),
		credentials: credentialsFor(sandbox, credential),
	});
}
