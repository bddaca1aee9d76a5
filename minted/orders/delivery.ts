import type { BodyOf, MintedApi, ReadyRequest } from '../client/api';
import type { DeliveryOrder, Order } from '../model';
import {
	customerOf,
	findOrder,
	isNamed,
	refuseOtherOrder,
	unreadable,
	type WantedCustomer,
} from './lookup';
import { placeOnce, type Guard, type Placement } from './placeOnce';

/** Metal out of a customer's wallet that is delivered to an address. */
export interface Delivery {
	externalId: string;
	customer: WantedCustomer;
	sku: string;
	/** Whole grams. */
	amount: number;
	/** Further fields of the body: address, payment, and what is not publicly documented. */
	body: Record<string, unknown>;
	/** Asked right before it is sent; what it throws keeps it from being sent. */
	approve?(): Promise<void>;
}

/**
 * Requests a delivery at most once. Found again by its id, it comes as an order.
 *
 * @throws OrderRefusal, FieldError, MintedError, NotPreparedError: nothing was ordered
 * @throws OrderNotPlacedError, OrderOutcomeUnknownError
 * @see https://docs.mintedconnect.com/project-354718/api-4908364
 */
export async function placeDelivery(
	api: MintedApi,
	delivery: Delivery,
	guard: Guard,
): Promise<Placement<Order | DeliveryOrder>> {
	const { externalId, customer, sku, amount } = delivery;
	const customerExternalId = customer.externalId;
	return await placeOnce<ReadyRequest<'deliveryCreate'>, Order | DeliveryOrder>(
		{
			externalId,
			wish: JSON.stringify([customerExternalId, sku, amount]),
			fixesPrice: false,
			prepare: async () => {
				const details = await customerOf(api, customer);
				const own = { external_id: externalId, sku, amount };
				const { external_id, firstname, lastname, phone, email } = details;
				return api.prepare('deliveryCreate', {
					body: {
						...delivery.body,
						customer: { external_id, firstname, lastname, phone, email },
						...own,
					} as BodyOf<'deliveryCreate'>,
				});
			},
			approve: delivery.approve,
			send: async (request) => {
				const placed = await request.send();
				if (!isNamed(placed, externalId)) throw unreadable();
				return placed;
			},
			lookup: async (isSent) => {
				const found = await findOrder(isSent ? api.unstoppable : api, { external_id: externalId });
				if (found !== undefined) {
					refuseOtherOrder(found, {
						externalId,
						type: 'Delivery',
						sku,
						customerExternalId,
						quantity: { grams: amount },
					});
				}
				return found;
			},
		},
		guard,
	);
}
