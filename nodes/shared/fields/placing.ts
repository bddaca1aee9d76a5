import type { INodeProperties } from 'n8n-workflow';
import { baseUrlOf, isForReal } from '../../../minted/client/connection';
import { FieldError } from '../../../minted/errors';
import type { Guard } from '../../../minted/orders/placeOnce';
import type { Patience } from '../../../minted/orders/wait';
import { clock, ledger } from '../client';
import { deriveOrderId } from '../externalOrderId';
import type { ItemContext } from '../operation';
import { hint } from '../run/hints';

/** What everything that moves metal or money has in common: its ID, and how it is guarded. */

/** The name under which an order is found again, whatever happens. */
export const externalIdField: INodeProperties = {
	displayName: 'External Order ID',
	name: 'externalId',
	type: 'string',
	default: '',
	placeholder: 'e.g. web-shop-10042',
	description:
		'Your own ID of this order. Map the ID that your shop or database gave it: if this step runs twice, the order is found by it and not placed again. Left empty, an ID is made from this workflow, execution and item, which protects against n8n trying the step again, but not against a second execution.',
};

const ID_LIMITS = { min: 1, max: 255 };

/**
 * The builder's own ID, or one made from where the order is placed. Only a field that is really empty
 * has one made: an expression that brings nothing has lost its ID, and a new one would order twice.
 *
 * @returns undefined where a model calls without one: its ID comes from what it wishes
 * @throws FieldError
 */
export function readOwnId(item: ItemContext, field = 'External Order ID'): string | undefined {
	const { params, execution, tool } = item;
	const harm = 'Without its ID it could be ordered a second time.';
	const own = params.idNotLost('externalId', field, ID_LIMITS, harm);
	item.isIdMade = own === undefined && !tool;
	item.externalId = own ?? (tool ? undefined : deriveOrderId(execution, item.itemIndex));
	return item.externalId;
}

/** The ID of what a model wishes: the same wish has the same one. */
export function idOfWish(item: ItemContext, wish: readonly unknown[]): string {
	item.externalId = item.tool?.idOf(item, wish) ?? deriveOrderId(item.execution, item.itemIndex);
	return item.externalId;
}

/** For what can be looked at before it is done. */
export const previewOnlyField = (description: string): INodeProperties => ({
	displayName: 'Preview Only',
	name: 'previewOnly',
	type: 'boolean',
	default: false,
	description,
});

/**
 * What an expression has lost is no "false": a preview must not become an order.
 *
 * @throws FieldError
 */
export function readPreviewOnly(item: ItemContext): boolean {
	const { params } = item;
	const isLost = ['', null, undefined].includes(params.raw('previewOnly', false) as '');
	if (isLost && params.isExpression('previewOnly')) {
		throw new FieldError(
			'Preview Only',
			'The expression of Preview Only brings neither true nor false',
			'Let it bring true or false.',
		);
	}
	item.isPreview = params.flag('previewOnly', 'Preview Only') || isTriedByHand(item);
	return item.isPreview;
}

/**
 * Whether somebody tries the step in the editor where it would be for real, without an ID by which
 * it would be found again: each further click would do it once more.
 */
export function isTriedByHand(item: ItemContext): boolean {
	const { execution, connection } = item;
	if (!item.isIdMade || execution.getMode() !== 'manual' || !isForReal(connection.settings)) {
		return false;
	}
	item.isPreview = true;
	return true;
}

/** Says of a preview that nobody asked for why it is none; nothing else. */
export function noteOf(item: ItemContext, field = 'External Order ID'): { note?: string } {
	if (!isTriedByHand(item)) return {};
	const note = `Nothing was ordered: without an ${field}, a step that is run by hand at ${item.connection.environment} only previews. Enter one to order for real. The published workflow orders without.`;
	// The field is empty for all items or for none.
	if (item.itemIndex === 0) hint(item.execution, note);
	return { note };
}

/** Seconds: what an expression brings may be meant as milliseconds. */
const LONGEST_LOOK = 600;

/** How long a lost answer is looked for. */
export const settleOption: INodeProperties = {
	displayName: 'Look for Lost Orders (Seconds)',
	name: 'settleSeconds',
	type: 'number',
	typeOptions: { minValue: 1, maxValue: LONGEST_LOOK },
	default: 30,
	description:
		'After a broken connection the order is looked up for this long before it is reported as not placed. It must be longer than Minted needs to show a new order.',
};

/** Entries of the Options collection for everything that moves money. */
export const placementOptions: INodeProperties[] = [
	{
		displayName: 'Duplicate Guard',
		name: 'duplicateGuard',
		type: 'boolean',
		default: true,
		description:
			'Whether to look for an order with the same External Order ID first, and return it instead of ordering again. Turn it off only if Minted told you that repeated IDs are refused.',
	},
	settleOption,
];

/** An ID may name one movement of each kind. */
type Kind = 'order' | 'delivery' | 'cash' | 'basket';

const ledgerKeyOf = ({ connection }: ItemContext, kind: Kind, externalId: string): string =>
	// One API by its address, whatever the credential calls it.
	JSON.stringify([baseUrlOf(connection.settings), connection.settings.username, kind, externalId]);

/**
 * How the movement is guarded.
 *
 * @throws FieldError
 */
export function readGuard(item: ItemContext, kind: Kind, externalId: string): Guard {
	const { params, execution, signal, tool } = item;
	const settle = { field: 'Look for Lost Orders', maxDecimals: 3 };
	// A model repeats itself: for it the guard cannot be turned off.
	const isGuarded =
		params.flag('options.duplicateGuard', 'Duplicate Guard', true) || tool !== undefined;
	item.isUnguarded = !isGuarded;
	return {
		ledger,
		ledgerKey: ledgerKeyOf(item, kind, externalId),
		clock,
		duplicateGuard: isGuarded,
		mayHaveBeenSentBefore: () =>
			execution.getMode() === 'retry' || item.tool?.isBooked(item, externalId) === true,
		settleMs: 1000 * Math.min(LONGEST_LOOK, params.number('options.settleSeconds', settle, 30)),
		signal,
	};
}

/**
 * Changes what a movement is about, and never while that is under way: between its check and its end
 * it would become another one than was checked.
 *
 * @throws MintedError `cancelled`, and what `change` throws
 */
export async function changeInTurn<Result>(
	item: ItemContext,
	kind: Kind,
	externalId: string,
	change: () => Promise<Result>,
): Promise<Result> {
	return await ledger.exclusive(ledgerKeyOf(item, kind, externalId), change, item.signal);
}

/** For those who want the end of an order, not its beginning. */
export const waitOptions: INodeProperties[] = [
	{
		displayName: 'Wait Until Completed',
		name: 'waitUntilCompleted',
		type: 'boolean',
		default: false,
		description:
			'Whether to read the order again until it is completed or cancelled, and return it as it is then. An order that takes longer is returned with the status it has; that is no error.',
	},
	{
		displayName: 'Wait At Most (Seconds)',
		name: 'waitSeconds',
		type: 'number',
		typeOptions: { minValue: 1, maxValue: 3600 },
		default: 120,
		description: 'How long to wait for the order to be completed, if Wait Until Completed is on',
	},
];

/**
 * How long to wait for an order that was placed; undefined for not at all.
 *
 * @throws FieldError
 */
export function readPatience({ params, signal }: ItemContext): Patience | undefined {
	const rule = { field: 'Wait At Most', maxDecimals: 3 };
	const seconds = params.number('options.waitSeconds', rule, 120);
	if (!params.flag('options.waitUntilCompleted', 'Wait Until Completed')) return undefined;
	return { clock, mostMs: 1000 * Math.min(seconds, 3600), signal };
}
