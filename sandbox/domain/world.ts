import { Decimal } from 'decimal.js';
import type { SandboxClock } from '../clock';
import { RandomStream } from '../random';
import type { CardOnFile } from './cards';
import type { Customer, CustomerDetails } from './customers';
import { Customers } from './customers';
import type { Order } from './orders';
import { OrderBook } from './orders';
import { Payments } from './payments';
import { Market, PriceTokens } from './prices';
import { CASH, PRODUCTS } from './products';
import type { WalletRates } from './shop/fees';
import { Shop } from './shop/shop';
import { Wallets } from './wallets';

/** What can be changed while the sandbox runs. Times in milliseconds of the sandbox clock. */
export interface Behaviour {
	/** Time from one order status to the next; null: only by hand. */
	stepMs: number | null;
	/** A new order appears in lookups only after this time. */
	lookupDelayMs: number;
	/** Whether one price token may place several orders. */
	reusablePriceTokens: boolean;
	priceTokenTtlSeconds: number;
	/** Refuse a repeated external_id; by default it is placed again, the worst the API may do. */
	rejectDuplicateExternalId: boolean;
	/** Refuse to complete a basket again; by default it is completed again, the worst the API may do. */
	rejectCompletedBaskets: boolean;
	/** The fees of Walletable in percent. */
	walletRates: WalletRates;
	/** Only customers with an approved KYC may trade. */
	requireApprovedKyc: boolean;
	/** Time from a KYC upsert to its approval. */
	kycApprovalMs: number;
	/** Real milliseconds that every answer of the API waits. */
	latencyMs: number;
	/** The partner's currency where a request names none. */
	currency: string;
}

/** A card that waits for its 3D page before it is stored. */
export interface CardRegistration {
	customer: Customer;
	card: CardOnFile;
	state: 'new' | 'stored' | 'failed';
}

/** Everything the sandbox knows; a reset makes a new one. */
export class World {
	readonly ids: RandomStream;
	readonly market: Market;
	readonly priceTokens: PriceTokens;
	readonly partnerWallets = new Wallets();
	readonly customers = new Customers();
	readonly payments: Payments;
	readonly orders: OrderBook;
	readonly shop: Shop;
	readonly cardRegistrations = new Map<string, CardRegistration>();
	readonly startedAt: number;

	constructor(
		readonly seed: number,
		readonly clock: SandboxClock,
		readonly behaviour: Behaviour,
		onStatus: (order: Order) => void,
	) {
		this.startedAt = clock.now();
		this.ids = new RandomStream(seed, 'ids');
		this.market = new Market(new RandomStream(seed, 'prices'), this.startedAt);
		this.priceTokens = new PriceTokens(
			new RandomStream(seed, 'tokens'),
			() => behaviour.priceTokenTtlSeconds,
		);
		this.payments = new Payments(clock);
		this.orders = new OrderBook(clock, this.ids, behaviour, this.payments, onStatus);
		this.shop = new Shop(
			clock,
			new RandomStream(seed, 'shop'),
			this.market,
			this.customers,
			behaviour,
		);
		fund(this);
	}

	/** The wallets of `partner` or of a customer, by external id. Throws ApiError customerNotFound. */
	walletsOf(owner: string): Wallets {
		return owner === 'partner' ? this.partnerWallets : this.customers.get(owner).wallets;
	}

	/** Sets the free part of a balance. */
	setBalance(owner: string, code: string, amount: Decimal.Value): void {
		const wallets = this.walletsOf(owner);
		const delta = new Decimal(amount).minus(wallets.available(code));
		wallets.move(code, delta, this.clock.now(), 'Set by hand');
	}
}

/** A funded partner and three invented customers, one of them a company. */
function fund(world: World): void {
	for (const { code, inTry } of CASH) {
		world.setBalance('partner', code, new Decimal(50_000_000).div(inTry).toDecimalPlaces(2));
	}
	const register = (details: CustomerDetails): Customer =>
		world.customers.register(world.customers.draft(details));
	for (const { sku } of PRODUCTS) world.setBalance('partner', sku, 10_000);
	register({
		external_id: 'MTD-DEMO-1',
		firstname: 'Ada',
		lastname: 'Example',
		email: 'ada@example.com',
		phone: '+905550000001',
		gender: 'F',
		identity_number: '10000000146',
		birthdate: '1990-01-01',
		account_type: 'person',
	});
	register({
		external_id: 'MTD-DEMO-2',
		firstname: 'Deniz',
		lastname: 'Sample',
		email: 'deniz@example.com',
		phone: '+905550000002',
		gender: 'M',
		identity_number: '10000000146',
		birthdate: '1985-12-31',
		account_type: 'person',
	});
	register({
		external_id: 'MTD-DEMO-3',
		firstname: 'Example Trading',
		lastname: '',
		email: 'office@example.com',
		phone: '+902120000003',
		identity_number: '1000000001',
		tax_office: 'Example Office',
		account_type: 'company',
	});
	world.setBalance('MTD-DEMO-1', 'TRY', 100_000);
	world.setBalance('MTD-DEMO-1', 'GAU', 10);
	world.setBalance('MTD-DEMO-1', 'GAG', 500);
	world.setBalance('MTD-DEMO-3', 'TRY', 1_000_000);
	world.setBalance('MTD-DEMO-3', 'GAU', 250);
	world.shop.setBars('MTD-DEMO-1', 'MNTBAE0001', 5);
	world.shop.setBars('MTD-DEMO-1', 'MNTBAE0013', 2);
	world.shop.setBars('MTD-DEMO-3', 'MNTBAE0005', 10);
}
