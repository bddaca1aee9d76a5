import type { INodeListSearchResult } from 'n8n-workflow';

import { additionalDataOf } from './additionalData';
import type { Engine } from './engine';
import { prepareNode, type SingleNode } from './single';

export interface ListSearch extends SingleNode {
	/** The name of one of the node's `methods.listSearch`. */
	method: string;
	filter?: string;
	paginationToken?: string;
}

/** What the editor shows in "From List" of a field: n8n's own context, HTTP stack and credential. */
export async function searchList(
	engine: Engine,
	options: ListSearch,
): Promise<INodeListSearchResult> {
	const { type, node, workflow, credentials } = prepareNode(engine, options);
	const additionalData = additionalDataOf(engine, credentials, {
		currentNodeParameters: options.parameters,
	});
	const context = new engine.core.LoadOptionsContext(workflow, node, additionalData, '');
	const search = type.methods?.listSearch?.[options.method];
	if (search === undefined) throw new Error(`${options.nodeType} has no list ${options.method}`);
	return await search.call(context, options.filter, options.paginationToken);
}
