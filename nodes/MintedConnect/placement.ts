import type { IDataObject } from 'n8n-workflow';
import { beforeSending, FieldError, MintedError } from '../../minted/errors';
import {
	CURRENCIES,
	METALS,
	type Balance,
	type DeliveryOrder,
	type Order,
} from '../../minted/model';
import type { RequestParts } from '../../minted/client/request';
import {
	isNamed,
	isSameOrder,
	isSameOrMissing,
	lookupOrder,
	placedOrders,
	quote,
	sendOrder,
	type DigitalOrder,
	type Quantity,
	type Quote,
	type Side,
} from '../../minted/orders/digitalOrder';
import { placeOnce, type PlaceOnceOptions } from '../../minted/orders/placeOnce';
import { deriveExternalId } from './externalOrderId';
import { simplifyBalance, simplifyOrder } from '../../minted/output/simplify';
import { clock, ledger } from '../shared/client';
import { CUSTOMER_ID_LIMITS, ORDER_ID_LIMITS } from './fields/locators';
import type { Call } from './operation';

/** What an order's body always holds; additional fields must not replace it. */
export const ORDER_BODY = ['price_token', 'currency_code', 'external_id', 'items'] as const;

const METAL_VALUES = [...METALS.map(({ sku }) => sku), 'other'] as const;

const GRAMS = { field: 'Amount (Grams)', maxDecimals: 8 };
const MONEY = { field: 'Total Price', maxDecimals: 2 };

const FIND_ORDER =
	'look for it with Order > Get by its External Order ID, or ask Minted; running this step again is safe once Minted answers, because the order is looked up before anything is sent';

/** Everything about a buy or sell that both read the same way. */
export function readOrder(
	{ params }: Call,
	side: Side,
	externalId: string,
	customerExternalId: string | undefined,
): DigitalOrder {
	const metal = params.choice('metal', 'Metal', METAL_VALUES);
	return {
		side,
		sku: metal === 'other' ? params.id('sku', 'SKU', { min: 3, max: 21 }) : metal,
		externalId,
		currency: params.choice('currency', 'Currency', CURRENCIES),
		quantity: readQuantity(params),
		limits: {
			maxUnitPrice: params.optionalNumber('limits.maxUnitPrice', {
				field: 'Maximum Unit Price',
				maxDecimals: 4,
			}),
			minUnitPrice: params.optionalNumber('limits.minUnitPrice', {
				field: 'Minimum Unit Price',
				maxDecimals: 4,
			}),
			maxTotal: params.optionalNumber('limits.maxTotal', {
				field: 'Maximum Total',
				maxDecimals: 2,
			}),
		},
		priceToken:
			params.choice('priceSource', 'Price', ['automatic', 'token']) === 'token'
				? params.text('priceToken', 'Price Token', { max: 255 })
				: undefined,
		customerExternalId,
	};
}

function readQuantity(params: Call['params']): Quantity {
	const gramDecimals = readGramDecimals(params);
	return params.choice('orderBy', 'Order By', ['grams', 'total']) === 'grams'
		? { grams: params.number('amount', GRAMS) }
		: { total: params.number('totalPrice', MONEY), gramDecimals };
}

function readGramDecimals(params: Call['params']): number {
	const rule = { field: 'Gram Decimals', maxDecimals: 0, zero: true };
	const decimals = params.number('options.gramDecimals', rule, 4);
	if (decimals <= GRAMS.maxDecimals) return decimals;
	throw new FieldError(
		rule.field,
		`Gram Decimals is more than ${GRAMS.maxDecimals}`,
		`Use 0 to ${GRAMS.maxDecimals}.`,
	);
}

/** The customer an order is for, or undefined for the partner's own account. */
export function readAccount({ params }: Call, field: string): string | undefined {
	return params.choice('account', field, ['customer', 'partner']) === 'partner'
		? undefined
		: params.id('customerId', 'Customer', CUSTOMER_ID_LIMITS);
}

const SEED = 'mintedConnectExecution';

/**
 * The builder's own order id, or one made from where the order is placed.
 *
 * @throws FieldError when a model would choose it, and when a retried execution cannot know the id
 *   that its first run used
 */
export function readExternalId({ params, context, itemIndex }: Call): string {
	refuseModelChoice(context.getNode().parameters.externalId);
	const own = params.optionalText('externalId', 'External Order ID', ORDER_ID_LIMITS);
	if (own !== undefined) return own;
	// Kept with the execution's data, so that a retried execution finds the id of its first run.
	const memory = context.getContext('node');
	if (memory[SEED] === undefined && context.getMode() === 'retry') {
		throw new FieldError(
			'External Order ID',
			'This is a retry of an earlier execution, and the order has no External Order ID',
			'The earlier execution may have placed the order, and without an ID it cannot be found. Map your own order ID to External Order ID; if nothing was ordered yet, start the workflow anew instead of retrying it.',
		);
	}
	memory[SEED] ??= context.getExecutionId();
	return deriveExternalId({
		workflowId: String(context.getWorkflow().id),
		executionId: String(memory[SEED]),
		nodeId: context.getNode().id,
		runIndex: Number(context.getWorkflowDataProxy(itemIndex).$runIndex),
		itemIndex,
	});
}

/** A model that repeats itself with a new id would order twice. */
function refuseModelChoice(parameter: unknown): void {
	if (typeof parameter === 'string' && /\$fromai/i.test(parameter)) {
		throw new FieldError(
			'External Order ID',
			'External Order ID must not be chosen by the model',
			'A model that tries again with another ID would order twice. Map your own order ID, or leave it empty.',
		);
	}
}

/** An order and how it came about: placed, existing, recovered. */
export type PlacedOrder = Order & { outcome: string };

/**
 * Places the order at most once; with "Preview Only" it places nothing. `readDetails` brings the
 * customer and payment of the body, and is asked only when an order is really sent.
 */
export async function placeDigitalOrder(
	call: Call,
	order: DigitalOrder,
	readDetails: () => Promise<Record<string, unknown>>,
): Promise<unknown[]> {
	const { api, params } = call;
	// Reads the shared fields, so that a mistake in them is found before anything is sent.
	call.parts();
	if (params.flag('previewOnly', 'Preview Only')) {
		return [previewOf(await quote(api, order), order)];
	}
	const placement = await placeOnce({
		externalId: order.externalId,
		...guardOptions(call, 'order', order.externalId),
		place: async (confirmNew) => {
			const { parts, at } = await beforeSending(async () => ({
				parts: call.parts({ body: await readDetails() }),
				at: await quote(api, order),
			}));
			const answer = await sendOrder(api, order, at, parts, { clock, confirmNew });
			return placedOrders(answer, order.externalId);
		},
		lookup: async () => {
			const found = await lookupOrder(api, order.externalId);
			if (found !== undefined) refuseForeignOrder(found, order);
			return found && [found];
		},
		asFound: (orders) => orders,
		findOut: FIND_ORDER,
	});
	const orders = placement.outcome === 'placed' ? placement.placed : placement.found;
	// What this process remembers under the ID may be another order, as well.
	if (placement.outcome === 'existing') orders.forEach((found) => refuseForeignOrder(found, order));
	return orders.map((placed): PlacedOrder => ({ outcome: placement.outcome, ...placed }));
}

/** A preview is flat already. */
export function simplifyPlaced(result: PlacedOrder): IDataObject {
	return result.outcome === 'preview'
		? result
		: { outcome: result.outcome, ...(simplifyOrder(result) as IDataObject) };
}

interface Delivery {
	externalId: string;
	customerId: string;
	sku: string;
	/** Whole grams. */
	amount: number;
}

/** Requests a delivery at most once; the rest of the body is asked for only when it is sent. */
export async function placeDelivery(
	call: Call,
	delivery: Delivery,
	readDetails: () => Promise<Record<string, unknown>>,
): Promise<unknown> {
	const { api } = call;
	const { externalId, sku, amount } = delivery;
	// Reads the shared fields, so that a mistake in them is found before anything is sent.
	call.parts();
	const placement = await placeOnce<DeliveryOrder, Order | DeliveryOrder>({
		externalId,
		...guardOptions(call, 'delivery', externalId),
		place: async (confirmNew) => {
			const { body, ...parts } = call.parts({ body: await beforeSending(readDetails) });
			await confirmNew();
			const placed = await api.call('deliveryCreate', {
				...parts,
				body: { ...(body as object), external_id: externalId, sku, amount },
			});
			if (!isNamed(placed, externalId)) throw new MintedError({ kind: 'unreadable', status: 200 });
			return placed;
		},
		lookup: async () => {
			const found = await lookupOrder(api, externalId);
			if (found !== undefined) refuseForeignDelivery(found, delivery);
			return found;
		},
		asFound: (placed) => placed,
		findOut: FIND_ORDER,
	});
	const order = placement.outcome === 'placed' ? placement.placed : placement.found;
	if (placement.outcome === 'existing') refuseForeignDelivery(order, delivery);
	return { outcome: placement.outcome, ...order };
}

/** What was moved, and the balance after it. */
interface Movement {
	movement: string;
	balance: Balance;
}

/**
 * Sends a cash movement at most once in this process. The API has no way to look a movement up, so
 * a lost answer is reported as unknown.
 */
export async function placeCashMovement(
	call: Call,
	externalId: string,
	parts: RequestParts,
): Promise<unknown> {
	const movement = JSON.stringify([parts.pathParameters, parts.body]);
	const placement = await placeOnce<Movement, Movement>({
		externalId,
		...guardOptions(call, 'cash', externalId),
		duplicateGuard: true,
		place: async () => ({
			movement,
			balance: await call.api.call('updateCustomerCashBalance', parts),
		}),
		asFound: (placed) => placed,
		findOut:
			"compare the customer's cash with Balance > Get Customer, or ask Minted; after that use a new External Movement ID",
	});
	const known = placement.outcome === 'placed' ? placement.placed : placement.found;
	if (known.movement !== movement) {
		throw new FieldError(
			'External Movement ID',
			`The External Movement ID "${externalId}" already belongs to another movement`,
			'Another amount, currency or customer was sent under it. Nothing was sent now. Use an ID that is unique for each movement.',
		);
	}
	return { outcome: placement.outcome, ...known.balance };
}

/** The balance, and how the movement came about: placed, existing. */
export function simplifyMovement({
	outcome,
	...balance
}: Balance & { outcome: string }): IDataObject {
	return { outcome, ...(simplifyBalance(balance) as IDataObject) };
}

type Guard = Pick<
	PlaceOnceOptions<unknown, unknown>,
	'ledger' | 'ledgerKey' | 'clock' | 'duplicateGuard' | 'mayHaveBeenSentBefore' | 'settleMs'
>;

/** What every guarded movement of money shares. An ID may name one movement of each kind. */
function guardOptions(
	{ params, connection, context }: Call,
	kind: 'order' | 'delivery' | 'cash',
	externalId: string,
): Guard {
	const { username } = connection.settings;
	return {
		ledger,
		ledgerKey: JSON.stringify([connection.environment, username, kind, externalId]),
		clock,
		duplicateGuard: params.flag('options.duplicateGuard', 'Duplicate Guard', true),
		mayHaveBeenSentBefore: context.getMode() === 'retry',
		settleMs:
			1000 *
			params.number('options.settleSeconds', { field: 'Look for Lost Orders', maxDecimals: 3 }, 30),
	};
}

function refuseForeignOrder(found: Order, wanted: DigitalOrder): void {
	if (!isSameOrder(found, wanted)) refuseId(wanted.externalId, found);
}

/**
 * Found by the lookup, or remembered as Delivery Create answered it. The SKU is not compared: what
 * is delivered may have another than the digital metal.
 */
function refuseForeignDelivery(
	found: Order | DeliveryOrder,
	{ externalId, customerId, amount }: Delivery,
): void {
	const { type, items = [], customer } = found as Partial<Order>;
	const isSame =
		isSameOrMissing(type, 'Delivery') &&
		isSameOrMissing(customer?.external_id, customerId) &&
		isSameOrMissing(items[0]?.amount, amount);
	if (!isSame) refuseId(externalId, found);
}

function refuseId(externalId: string, found: Order | DeliveryOrder): never {
	const { type = 'Delivery', items = [], order_code, customer } = found as Partial<Order>;
	const [item] = items;
	const owner = customer?.external_id === undefined ? '' : ` of customer ${customer.external_id}`;
	throw new FieldError(
		'External Order ID',
		`The External Order ID "${externalId}" already belongs to another order`,
		`Under this ID Minted has: ${type} ${item?.amount ?? ''} ${item?.sku ?? ''}${owner}, order code ${order_code}. Nothing was ordered. Use an ID that is unique for each order.`,
	);
}

function previewOf(at: Quote, order: DigitalOrder): IDataObject {
	return {
		outcome: 'preview',
		external_id: order.externalId,
		type: order.side === 'buy' ? 'Buy' : 'Sell',
		sku: at.sku,
		amount: at.amount,
		price: at.unitPrice ?? null,
		total: at.total ?? null,
		currency_code: at.priceCurrency ?? at.currency,
		price_token: at.priceToken,
		expires_at: at.expiresAt ?? null,
		customer_external_id: order.customerExternalId ?? null,
	};
}
