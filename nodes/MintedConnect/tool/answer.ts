import type { IDataObject } from 'n8n-workflow';
import { MintedError } from '../../../minted/errors';
import { OrderNotPlacedError, OrderOutcomeUnknownError } from '../../../minted/orders/placeOnce';
import { OrderRefusal } from '../../../minted/orders/refusal';
import type { Effect } from './policy';

/** What is known of a call that failed. */
export interface Failed {
	error: unknown;
	message: string;
	description: string;
	externalId: string | undefined;
}

/** What a model is told of a failure. Nothing in it invites to order what may have been ordered. */
export function answerTo(effect: Effect, failed: Failed): IDataObject {
	const { error, message, description, externalId } = failed;
	const outcome = outcomeOf(effect, error);
	return {
		outcome,
		message,
		next: nextStep(effect, outcome, failed) ?? description,
		...(externalId === undefined ? {} : { external_id: externalId }),
	};
}

/** Only what was sent and not answered can have done anything. */
export function outcomeOf(effect: Effect, error: unknown): 'refused' | 'unknown' {
	if (error instanceof OrderOutcomeUnknownError) return 'unknown';
	const isOpen = error instanceof MintedError && error.mayHaveBeenProcessed;
	// Orders whose answer is lost end as errors of their own.
	return effect === 'write' && isOpen ? 'unknown' : 'refused';
}

function nextStep(
	effect: Effect,
	outcome: 'refused' | 'unknown',
	{ error, externalId }: Failed,
): string | undefined {
	const id = externalId === undefined ? '' : ` ${externalId}`;
	if (outcome === 'unknown') {
		return effect === 'money'
			? `It may have been carried out. Do not order again, with no other values either. Look for the external ID${id} with the tool that gets orders, or tell a person to look for it.`
			: 'It may have been done. Do not repeat it before you have read what is there, or tell a person.';
	}
	if (error instanceof OrderNotPlacedError) {
		return `It was looked for and is not there: nothing was ordered. Tell the user so, and let the user decide.`;
	}
	if (error instanceof OrderRefusal && error.reason.kind === 'taken') {
		return `The external ID${id} belongs to an order that is there already. Do not order again: look at it with the tool that gets orders, or tell a person.`;
	}
	return undefined;
}
