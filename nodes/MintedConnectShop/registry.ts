import type { INodeProperties } from 'n8n-workflow';
import { byKey, formOf } from '../shared/form';
import type { Operation } from '../shared/operation';
import type { OperationsByKey } from '../shared/run/items';
import { operations as files } from './operations/operations.generated';

/** Every operation there is, from the files under operations/. */
export const operations: readonly Operation[] = files;

/** The whole form of the node. */
export const properties: INodeProperties[] = formOf(operations, {
	first: {
		product: 'getMany',
		basket: 'get',
		order: 'getMany',
		walletBasket: 'get',
	},
	firstOfTool: {},
});

/** By `resource.value`, as the node's two first fields say. */
export const operationsByKey: OperationsByKey = byKey(operations);
