import type { INodeParameters } from 'n8n-workflow';

import { SHOP_TOOL_NODE, TOOL_NODE } from '../../../harness/package';
import { byId, inVersion2, TO_ADA } from '../forms';
import { operationOf, PARTNER } from '../operations/nodes';
import { fillIn, SAMPLES } from '../operations/parameters';

/** What a model chooses, as the editor's button writes it. */
export const fromAi = (name: string, type = 'string'): string =>
	`={{ /*n8n-auto-generated-fromAI-override*/ $fromAI('${name}', \`\`, '${type}') }}`;

/** The node that such a form is of; "order" is the resource of two, of which only one is played here. */
export const toolTypeOf = ({ resource }: INodeParameters): string =>
	PARTNER.operations.some((operation) => operation.resource === resource)
		? TOOL_NODE
		: SHOP_TOOL_NODE;

/**
 * A tool of any operation, filled in as by a builder who changes nothing else.
 *
 * @param key of the operation; those of the shop begin with "shop."
 */
export function toolFor(key: string, choices: INodeParameters = {}): INodeParameters {
	const operation = operationOf(key);
	const samples = {
		...SAMPLES,
		orderId: byId('EXAMPLE-PREPARED-ORDER'),
		cardToken: byId('EXAMPLE-CARD-TOKEN'),
		priceToken: 'EXAMPLE-PRICE-TOKEN',
	};
	return { ...fillIn(operation, {}, { samples, asTool: true }), ...choices };
}

/** What the tools are allowed: 0.1 g of gold is worth some 300 TRY. */
export const ALLOWED = {
	allowOrdersByAi: true,
	aiMaxTotal: 400,
	aiBudget: 0,
	aiMaxOrders: 1,
	requireConfirmation: false,
};

const amount = fromAi('amount', 'number');

export const buy = (more: INodeParameters = {}): INodeParameters =>
	toolFor('order.buy', { ...ALLOWED, amount, ...more });

export const sell = (more: INodeParameters = {}): INodeParameters =>
	toolFor('order.sell', { ...ALLOWED, amount, ...more });

export const preview = (more: INodeParameters = {}): INodeParameters =>
	toolFor('order.buy', { previewOnly: true, amount, ...more });

/** One that takes nothing but the confirmation of a preview. */
export const confirmedBuy = (more: INodeParameters = {}): INodeParameters =>
	buy({
		requireConfirmation: true,
		confirmation: fromAi('confirmation'),
		...more,
	});

export const deliver = (more: INodeParameters = {}): INodeParameters =>
	toolFor('delivery.create', {
		...ALLOWED,
		...TO_ADA,
		aiMaxTotal: 7000,
		wholeGrams: fromAi('grams', 'number'),
		...more,
	});

export const cash = (more: INodeParameters = {}): INodeParameters =>
	toolFor('balance.updateCustomerCash', { ...ALLOWED, cashAmount: amount, ...more });

/** What such a tool is in version 2 of the node. */
export const sinceVersion2 = (tool: INodeParameters): INodeParameters => {
	const { metal: _metal, ...form } = inVersion2(
		operationOf(`${String(tool.resource)}.${String(tool.operation)}`),
		tool,
	);
	return form;
};

/** Makes an order of a basket that the model names. */
export const complete = (more: INodeParameters = {}, key = 'basket.complete'): INodeParameters =>
	toolFor(`shop.${key}`, {
		...{ allowOrdersByAi: true, aiMaxTotal: 5_000, aiBudget: 0, aiMaxOrders: 1 },
		cartToken: byId(fromAi('basket')),
		...more,
	});

/** Puts as many bars into a basket as the model likes. */
export const addBars = (more: INodeParameters = {}, key = 'basket.addItem'): INodeParameters =>
	toolFor(`shop.${key}`, {
		allowOrdersByAi: true,
		addTo: 'existing',
		cartToken: byId(fromAi('basket')),
		qty: fromAi('pieces', 'number'),
		...more,
	});
