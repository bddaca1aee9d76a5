import type { SandboxClock } from '../../clock';
import type { RandomStream } from '../../random';
import { ApiError } from '../../errors';
import type { OrderStatus } from '../orders';
import type { CardPayment } from '../payments';
import type { Credit, Hold, Tracked } from '../progress';
import { Progress, hasEnded } from '../progress';
import type { Section } from './bars';
import type { BasketKey, Content, Identity } from './baskets';
import type { WalletRates } from './fees';

/** A completed basket. */
export interface ShopOrder extends Identity, Tracked {
	externalId: string | null;
	content: Content;
	rates: WalletRates;
	payment: CardPayment | null;
	/** Lookups do not show the order before. */
	visibleAt: number;
	trackingNumber: string | null;
}

export interface NewShopOrder extends Omit<Identity, 'sequence'> {
	externalId: string | null;
	content: Content;
	rates: WalletRates;
	payment: CardPayment | null;
	holds: Hold[];
	credits: Credit[];
}

const TRADE: readonly OrderStatus[] = ['Pending', 'Processing', 'Completed'];
const PARCEL: readonly OrderStatus[] = ['Pending', 'Preparing', 'Packed', 'Shipped'];
const PAID_PARCEL: readonly OrderStatus[] = [
	'Pending',
	'Payment Confirmed',
	'Preparing',
	'Packed',
	'Shipped',
];

/** The orders of both sections. */
export class ShopOrders {
	private readonly orders: ShopOrder[] = [];
	private readonly progress: Progress<ShopOrder>;

	constructor(
		private readonly clock: SandboxClock,
		random: RandomStream,
		private readonly settings: { stepMs: number | null; lookupDelayMs: number },
	) {
		this.progress = new Progress(clock, settings, {
			pathOf,
			nameOf: ({ content, incrementId }) => `Shop ${content.kind} ${incrementId}`,
			entered: (order) => {
				if (order.status === 'Shipped') order.trackingNumber ??= random.trackingNumber();
			},
		});
	}

	/** Books an order whose holds are taken already; one that awaits its payment does not move on. */
	place(draft: NewShopOrder): ShopOrder {
		const now = this.clock.now();
		const order: ShopOrder = {
			...draft,
			sequence: this.orders.length + 1,
			status: 'Pending',
			history: [{ status: 'Pending', at: now }],
			visibleAt: now + this.settings.lookupDelayMs,
			trackingNumber: null,
		};
		this.orders.push(order);
		if (order.payment?.state !== 'new') this.progress.scheduleNext(order);
		return order;
	}

	/** Every order, hidden ones included, oldest first. */
	all(): readonly ShopOrder[] {
		return this.orders;
	}

	/** The orders that lookups may show. */
	visible(section: Section): ShopOrder[] {
		const now = this.clock.now();
		return this.orders.filter(
			({ content, visibleAt }) => content.section === section && visibleAt <= now,
		);
	}

	/** Of a basket that was completed more than once the newest order. */
	ofBasket(section: Section, key: BasketKey): ShopOrder | undefined {
		return this.visible(section).findLast(
			({ content }) =>
				content.cartToken === key.cart_token &&
				content.customer.details.external_id === key.external_customer_id,
		);
	}

	hasOpenOrders(customerId: string): boolean {
		return this.orders.some(
			(order) => order.content.customer.details.external_id === customerId && !hasEnded(order),
		);
	}

	step(order: ShopOrder): boolean {
		return this.progress.step(order);
	}

	/** Puts an order into any status, see {@link Progress.enter}. */
	enter(order: ShopOrder, status: OrderStatus): void {
		this.progress.enter(order, status);
	}

	/** By guid, increment id or cart token, hidden ones included. Throws ApiError orderNotFound. */
	byReference(reference: string): ShopOrder {
		const order = this.orders.findLast(
			({ guid, incrementId, content }) =>
				guid === reference || incrementId === reference || content.cartToken === reference,
		);
		if (!order) throw new ApiError('orderNotFound');
		return order;
	}
}

function pathOf({ content }: ShopOrder): readonly OrderStatus[] {
	if (content.section === 'ecom') return PAID_PARCEL;
	return content.kind === 'delivery' ? PARCEL : TRADE;
}
