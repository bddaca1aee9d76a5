import { FieldError, MintedError } from '../../../minted/errors';
import {
	NotPreparedError,
	OrderNotPlacedError,
	OrderOutcomeUnknownError,
} from '../../../minted/orders/placeOnce';
import { OrderRefusal } from '../../../minted/orders/refusal';
import { answerTo, outcomeOf } from '../../../nodes/shared/tool/answer';

const lost = new MintedError({ kind: 'noAnswer' });
const taken = new OrderRefusal({ kind: 'taken', externalId: 'id', certain: true });
const unclear = new OrderRefusal({ kind: 'taken', externalId: 'id', certain: false });

describe('What a model is told of a failure', () => {
	it.each([
		['an unknown outcome', new OrderOutcomeUnknownError('id', lost), true, 'unknown'],
		['a refusal', new OrderRefusal({ kind: 'noPrice', sku: 'GAU' }), true, 'refused'],
		['a wrong value', new FieldError('Amount', 'Amount is zero'), true, 'refused'],
		['a lost order that was not found', new OrderNotPlacedError('id', lost, 1), true, 'refused'],
		['what could not be prepared', new NotPreparedError('x'), true, 'refused'],
		['an order that may be this very one', unclear, false, 'unknown'],
		['something unheard of, before it was to be sent', new Error('x'), false, 'refused'],
		['something unheard of, after that', new Error('x'), true, 'unknown'],
	] as const)('%s', (_, error, wasToBeSent, outcome) => {
		expect(outcomeOf('money', error, wasToBeSent)).toBe(outcome);
	});

	it('is unknown as well for a change whose answer was lost', () => {
		expect(outcomeOf('write', lost, false)).toBe('unknown');
		expect(outcomeOf('read', lost, false)).toBe('refused');
	});

	it('does not call it safe to order again what was looked for in vain', () => {
		const error = new OrderNotPlacedError('id', lost, 1);
		const message = 'The order was not placed; it is safe to run it again';
		const failed = { error, message, description: 'Run it again.', externalId: 'id' };
		const answer = answerTo('money', 'refused', failed);
		expect(JSON.stringify(answer)).not.toMatch(/again/);
	});

	it.each([
		['unknown', new OrderOutcomeUnknownError('id', lost)],
		['unknown', unclear],
		['refused', taken],
	] as const)('never invites to order what may have been ordered: %s', (outcome, error) => {
		const answer = answerTo('money', outcome, {
			error,
			message: 'It went wrong',
			description: 'Run it again with another ID.',
			externalId: 'id',
		});
		expect(answer).toMatchObject({ outcome, message: 'It went wrong', external_id: 'id' });
		expect(answer.next).toMatch(/Do not order again/);
		expect(answer.next).not.toMatch(/run it again|another ID/i);
		// n8n tries a tool again that returns an error.
		expect(answer).not.toHaveProperty('error');
	});
});
