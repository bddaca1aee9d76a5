import type { INodeListSearchResult, INodeParameters } from 'n8n-workflow';
import type { CredentialValues } from '../../../harness/inProcess/credentials';
import { searchList as searchInEngine } from '../../../harness/inProcess/listSearch';
import { ACTION_NODE } from '../../../harness/package';
import type { MintedConnect } from '../../../nodes/MintedConnect/MintedConnect.node';
import type { MintedConnectShop } from '../../../nodes/MintedConnectShop/MintedConnectShop.node';
import type { Sandbox } from '../../../sandbox';
import { credentialsFor, engine, nodeTypesWith } from './engine';

type ShopList = keyof MintedConnectShop['methods']['listSearch'];

export interface SearchListOptions {
	sandbox: Sandbox;
	method: keyof MintedConnect['methods']['listSearch'] | ShopList;
	/** Minted Connect unless another is named. */
	nodeType?: string;
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
		nodeType: ACTION_NODE,
		...search,
		nodeTypes: nodeTypesWith(),
		credentials: credentialsFor(sandbox, credential),
	});
}
