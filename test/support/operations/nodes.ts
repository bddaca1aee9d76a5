/** The nodes that offer operations, for tests that hold for every operation there is. */
import type { INodeTypeDescription } from 'n8n-workflow';
import { ACTION_NODE, SHOP_NODE, SHOP_TOOL_NODE, TOOL_NODE } from '../../../harness/package';
import { MintedConnect } from '../../../nodes/MintedConnect/MintedConnect.node';
import * as partner from '../../../nodes/MintedConnect/registry';
import { MintedConnectShop } from '../../../nodes/MintedConnectShop/MintedConnectShop.node';
import * as shop from '../../../nodes/MintedConnectShop/registry';
import type { Operation } from '../../../nodes/shared/operation';
import { ACTION_NODES, type ActionNode } from '../../../scripts/lib/coverageTables';

export interface NodeUnderTest extends ActionNode {
	/** In front of the names of its operations, where they would be those of another node. */
	prefix: string;
	type: string;
	toolType: string;
	description: INodeTypeDescription;
	operations: readonly Operation[];
	operationsByKey: ReadonlyMap<string, Operation>;
}

const [partnerFiles, shopFiles] = ACTION_NODES as [ActionNode, ActionNode];

export const PARTNER: NodeUnderTest = {
	...partnerFiles,
	...{ prefix: '', type: ACTION_NODE, toolType: TOOL_NODE },
	description: new MintedConnect().description,
	operations: partner.operations,
	operationsByKey: partner.operationsByKey,
};

export const SHOP: NodeUnderTest = {
	...shopFiles,
	...{ prefix: 'shop.', type: SHOP_NODE, toolType: SHOP_TOOL_NODE },
	description: new MintedConnectShop().description,
	operations: shop.operations,
	operationsByKey: shop.operationsByKey,
};

export const NODES: readonly NodeUnderTest[] = [PARTNER, SHOP];

/** Of all nodes. */
export const everyOperation: readonly Operation[] = NODES.flatMap(({ operations }) => operations);

export function nodeOf(operation: Operation): NodeUnderTest {
	return SHOP.operations.includes(operation) ? SHOP : PARTNER;
}

/** `resource.operation`, as the contract names an operation of its node. */
export const contractKeyOf = ({ resource, value }: Operation): string => `${resource}.${value}`;

/** The same for an operation of any node: those of the shop begin with "shop.". */
export const keyOf = (operation: Operation): string =>
	`${nodeOf(operation).prefix}${contractKeyOf(operation)}`;

const byKey = new Map(everyOperation.map((operation) => [keyOf(operation), operation]));

/** @throws Error for a key that no operation has */
export function operationOf(key: string): Operation {
	const operation = byKey.get(key);
	if (operation === undefined) throw new Error(`There is no operation ${key}`);
	return operation;
}
