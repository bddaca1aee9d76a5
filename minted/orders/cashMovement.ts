import type { MintedApi, ReadyRequest } from '../client/api';
import type { Balance, Currency } from '../model';
import { placeOnce, type Guard, type Placement } from './placeOnce';

/** Money that is added to a customer's cash balance, or taken from it. */
export interface CashMovement {
	externalId: string;
	customerExternalId: string;
	/** Negative to take money away. */
	amount: number;
	currency: Currency;
	/** Further fields of the body that are not publicly documented. */
	body: Record<string, unknown>;
	/** Asked right before it is sent; what it throws keeps it from being sent. */
	approve?(): void;
	/** Replaces the path of the contract. */
	endpointPath?: string;
}

/**
 * Sends a cash movement at most once in this process. The API has no way to look a movement up, so
 * a lost answer is reported as unknown.
 *
 * @throws OrderRefusal, FieldError, MintedError: nothing was moved
 * @throws OrderOutcomeUnknownError
 */
export async function placeCashMovement(
	api: MintedApi,
	movement: CashMovement,
	guard: Guard,
): Promise<Placement<Balance>> {
	const { externalId, customerExternalId, amount, currency, endpointPath } = movement;
	return await placeOnce<ReadyRequest<'updateCustomerCashBalance'>, Balance>(
		{
			externalId,
			wish: JSON.stringify([customerExternalId, amount, currency, movement.body]),
			fixesPrice: false,
			prepare: async () =>
				api.prepare('updateCustomerCashBalance', {
					path: { external_customer_id: customerExternalId },
					body: {
						...movement.body,
						amount,
						currency_code: currency,
						external_id: externalId,
					},
					endpointPath,
				}),
			approve: movement.approve,
			send: async (request) => await request.send(),
		},
		// What is remembered is all there is: no guard can be switched off.
		{ ...guard, duplicateGuard: true },
	);
}
