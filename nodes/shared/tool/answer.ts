import type { IDataObject } from 'n8n-workflow';
import { FieldError, MintedError } from '../../../minted/errors';
import {
	NotPreparedError,
	OrderNotPlacedError,
	OrderOutcomeUnknownError,
} from '../../../minted/orders/placeOnce';
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
export function answerTo(
	effect: Effect,
	outcome: 'refused' | 'unknown',
	failed: Failed,
): IDataObject {
	const { message, description, externalId } = failed;
	return {
		outcome,
		// Whether it is worth another try, the user decides.
		message: failed.error instanceof OrderNotPlacedError ? 'The order was not placed' : message,
		next: nextStep(effect, outcome, failed) ?? description,
		...(externalId === undefined ? {} : { external_id: externalId }),
	};
}

/** After these nothing was placed, whenever they come; a call of the API ends as one of them. */
const PROOFS = [FieldError, MintedError, NotPreparedError, OrderNotPlacedError, OrderRefusal];

/**
 * Only what was sent and not answered can have done anything.
 *
 * @param wasToBeSent whether it had come so far that it may have been sent
 */
export function outcomeOf(
	effect: Effect,
	error: unknown,
	wasToBeSent: boolean,
): 'refused' | 'unknown' {
	if (error instanceof OrderOutcomeUnknownError || isUnclear(error)) return 'unknown';
	if (wasToBeSent && !PROOFS.some((proof) => error instanceof proof)) return 'unknown';
	const isOpen = error instanceof MintedError && error.mayHaveBeenProcessed;
	// Orders whose answer is lost end as errors of their own.
	return effect === 'write' && isOpen ? 'unknown' : 'refused';
}

/** What is there under the ID may be this very order. */
const isUnclear = (error: unknown): boolean =>
	error instanceof OrderRefusal && error.reason.kind === 'taken' && !error.reason.certain;

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
