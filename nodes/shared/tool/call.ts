import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import type { PriceFix } from '../../../minted/model';
import { orderTotal } from '../../../minted/money';
import type { DigitalOrder, Quote } from '../../../minted/orders/digitalOrder';
import { clock } from '../client';
import { explainError, type Explanation } from '../explain';
import type { ItemContext, Operation } from '../operation';
import { answerTo, outcomeOf } from './answer';
import { checkArguments } from './arguments';
import { keyOf, reserve, settle, type RunMemory, type Worth } from './book';
import { offer, redeem, type FixedPrice, type Wording } from './confirmation';
import type { ToolContext } from './context';
import { checkFreeCall } from './freeCall';
import { memoryOf, movementId } from './identity';
import { readLimits } from './limits';
import { rowsForModel, textForModel } from './output';
import { effectAsBuilt, movementKind, type Effect } from './policy';
import { forBuilder, forModel } from './refusal';
import { checkTaint } from './taint';

type UnsentOrder = Omit<DigitalOrder, 'body'>;

/** One call of the node by a model. */
export class ToolCall implements ToolContext {
	private readonly key: string;
	private readonly parameters: Readonly<Record<string, unknown>>;
	private readonly effect: Effect;
	/** By item, as is all that a call remembers: two items may have one External Order ID. */
	private readonly previewed = new Map<number, { wish: string; wording: Wording }>();
	/** What was taken into the books for an item, and whether it was not in them before. */
	private readonly reserved = new Map<number, { key: string; isNew: boolean }>();
	private known: RunMemory | undefined;

	constructor(
		private readonly execution: IExecuteFunctions,
		private readonly operation: Operation,
	) {
		this.key = `${operation.resource}.${operation.value}`;
		this.parameters = execution.getNode().parameters;
		this.effect = effectAsBuilt(operation, this.parameters);
	}

	/** What the model gets to see: results, or why there are none. It never throws. */
	async answer(work: () => Promise<INodeExecutionData[]>): Promise<INodeExecutionData[]> {
		try {
			this.check();
			return this.visible(await work());
		} catch (error) {
			const moves = this.effect === 'money' ? 'ordered' : undefined;
			const words = explainError(error, { environment: '', moves, secrets: [] });
			return this.visible([this.failure(0, error, words, undefined)]);
		}
	}

	/** The item for a call that failed. What it may have placed stays in the books. */
	failure(
		itemIndex: number,
		error: unknown,
		{ message, description }: Explanation,
		externalId: string | undefined,
	): INodeExecutionData {
		const reserved = this.reserved.get(itemIndex);
		const outcome = outcomeOf(this.effect, error, reserved !== undefined);
		if (reserved) settle(this.memory, reserved.key, outcome === 'unknown' ? 'unknown' : false);
		const json = answerTo(this.effect, outcome, { error, message, description, externalId });
		return { json, pairedItem: { item: itemIndex } };
	}

	idOf(item: ItemContext, wish: readonly unknown[]): string {
		return movementId(this.memory.run, accountOf(item), [...wish, readSequence(item)]);
	}

	guardOrder<Order extends UnsentOrder>(item: ItemContext, order: Order): Order {
		const { params } = item;
		const { externalId, side, customer } = order;
		const sequence = readSequence(item);
		const wish = wishOf(item, order, sequence);
		const wording = {
			side,
			sequence,
			customer: customer ? textForModel(customer.externalId) : null,
		};
		this.previewed.set(item.itemIndex, { wish, wording });
		if (this.effect === 'read') return order;
		const allowed = this.confirmed(order, () =>
			redeem(this.memory, textIn(params.raw('confirmation', '')), wish, clock.now()),
		);
		return {
			...allowed,
			approve: (quote: Quote) => this.reserve(item, externalId, worthOf(quote, order)),
		};
	}

	reserve(item: ItemContext, externalId: string, worth: Worth): void {
		const key = this.keyFor(item, externalId);
		const isNew = reserve(this.memory, key, worth, readLimits(this.parameters));
		this.reserved.set(item.itemIndex, { key, isNew });
	}

	isBooked(item: ItemContext, externalId: string): boolean {
		return this.keyFor(item, externalId) in this.memory.orders;
	}

	async carryOut(item: ItemContext, work: () => Promise<unknown>): Promise<unknown> {
		if (this.key === 'api.call') checkFreeCall(item);
		const result = await work();
		if (item.externalId !== undefined && this.effect === 'money') {
			// What was there before this call is no order of this run, unless an earlier call lost it.
			const isOthers = isExisting(result) && this.reserved.get(item.itemIndex)?.isNew === true;
			settle(this.memory, this.keyFor(item, item.externalId), !isOthers);
		}
		const explained = (row: unknown) => this.explained(item.itemIndex, row);
		return Array.isArray(result) ? result.map(explained) : explained(result);
	}

	private keyFor(item: ItemContext, externalId: string): string {
		return keyOf({ account: accountOf(item), kind: movementKind(this.operation), externalId });
	}

	private get memory(): RunMemory {
		return (this.known ??= memoryOf(this.execution));
	}

	/** All that can be refused before anything is read from Minted. */
	private check(): void {
		if (this.effect !== 'read' && this.parameters.allowOrdersByAi !== true) {
			throw forBuilder(
				'Allow Orders by AI',
				this.effect === 'money'
					? 'A model may not move money with this tool'
					: 'A model may not change anything with this tool',
				`if it may, open this tool's node and turn on "${ALLOW_LABEL[this.effect]}".`,
			);
		}
		checkTaint(this.execution, this.operation);
		if (this.effect === 'money') readLimits(this.parameters);
		const count = this.execution.getInputData().length;
		for (let index = 0; index < count; index++) checkArguments(this.execution, index);
	}

	/** At the price of the confirmation, where one is required. */
	private confirmed<Order extends UnsentOrder>(order: Order, take: () => FixedPrice): Order {
		if (this.parameters.requireConfirmation === false) return order;
		const fixed = take();
		return { ...order, quantity: { grams: fixed.grams }, fixed: pricesOf(order, fixed) };
	}

	private visible(items: INodeExecutionData[]): INodeExecutionData[] {
		const [first] = items;
		const rows = rowsForModel(
			this.key,
			items.map(({ json }) => json),
		);
		return rows.map((json) => ({ json, pairedItem: first?.pairedItem ?? { item: 0 } }));
	}

	/** A preview gets its confirmation; an order that was there says that nothing was ordered now. */
	private explained(itemIndex: number, row: unknown): unknown {
		const { outcome } = (row ?? {}) as { outcome?: unknown };
		if (outcome === 'existing') {
			return {
				...(row as object),
				note: 'It was ordered before; nothing was ordered now. Another one of the same needs the next sequence number, if this tool takes one.',
			};
		}
		return outcome === 'preview' ? this.withConfirmation(itemIndex, row as Preview) : row;
	}

	private withConfirmation(itemIndex: number, row: Preview): unknown {
		const asked = this.previewed.get(itemIndex);
		const { price, total } = row;
		if (asked === undefined || price === null || total === null) return row;
		const fixed: FixedPrice = {
			sku: row.sku,
			grams: row.amount,
			unitPrice: price,
			total,
			currency: row.currency_code,
			priceToken: row.price_token,
			expiresAt: row.expires_at ?? undefined,
		};
		const confirmation = offer(this.memory, asked.wish, fixed, asked.wording, clock.now());
		return { ...row, confirmation };
	}
}

/** What a preview of Buy or Sell returns. */
interface Preview {
	external_id: string;
	sku: string;
	amount: number;
	price: number | null;
	total: number | null;
	currency_code: string;
	price_token: string;
	expires_at: string | null;
}

export const ALLOW_LABEL = {
	money: 'Allow Orders by AI',
	write: 'Allow Changes by AI',
} as const;

const isExisting = (result: unknown): boolean =>
	[result].flat().some((row) => (row as { outcome?: unknown } | null)?.outcome === 'existing');

const textIn = (value: unknown): string => (typeof value === 'string' ? value : '');

const accountOf = ({ connection }: ItemContext): string =>
	JSON.stringify([connection.environment, connection.settings.username]);

const readSequence = ({ params }: ItemContext): number =>
	params.number('sequence', { field: 'Sequence', maxDecimals: 0 }, 1);

/** The same for a preview and the order that it is for, whatever their nodes are. */
function wishOf(item: ItemContext, order: UnsentOrder, sequence: number): string {
	const { side, sku, customer, currency, quantity } = order;
	const amount = 'grams' in quantity ? { grams: quantity.grams } : { total: quantity.total };
	const whose = customer?.externalId ?? null;
	return JSON.stringify([accountOf(item), side, sku, whose, currency, amount, sequence]);
}

/** @throws FieldError where it is not known, or in another currency than the limits */
function worthOf(quote: Quote, { currency }: UnsentOrder): Worth {
	const { unitPrice, priceCurrency, amount } = quote;
	if (unitPrice === undefined || priceCurrency !== currency) {
		throw forModel(
			'Price',
			'What this order comes to is not known in the currency of its limits',
			'Ask a person to place it.',
		);
	}
	return { total: orderTotal(unitPrice, amount), currency };
}

/** As Minted had answered the preview. */
function pricesOf({ side }: UnsentOrder, fixed: FixedPrice): PriceFix {
	const price = { sku: fixed.sku, [side === 'buy' ? 'buy_price' : 'sell_price']: fixed.unitPrice };
	return {
		token: fixed.priceToken,
		currency: fixed.currency,
		expires_at: fixed.expiresAt ?? '',
		prices: [price],
	} as unknown as PriceFix;
}
