import type { INodeParameters } from 'n8n-workflow';

import { operationsByKey } from '../../../nodes/MintedConnect/registry';
import { byId, TO_ADA } from '../forms';
import { fillIn, SAMPLES } from '../operations/parameters';

/** What a model chooses, as the editor's button writes it. */
export const fromAi = (name: string, type = 'string'): string =>
	`={{ /*n8n-auto-generated-fromAI-override*/ $fromAI('${name}', \`\`, '${type}') }}`;

/** A tool of any operation, filled in as by a builder who changes nothing else. */
export function toolFor(key: string, choices: INodeParameters = {}): INodeParameters {
	const operation = operationsByKey.get(key);
	if (operation === undefined) throw new Error(`There is no operation ${key}`);
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
