import { randomInt } from 'crypto';
import { Decimal } from 'decimal.js';
import type { FastifyRequest } from 'fastify';
import { sharedAbort } from './abort';
import { SandboxClock } from './clock';
import { Signal } from './console/signal';
import { loadContract } from './contract';
import { pushInManner } from './dialect/answers';
import { checkManners, contractManners } from './dialect/manners';
import type { Manners } from './dialect/manners';
import { combine } from './dialect/presets';
import type { DialectName } from './dialect/presets';
import { DigestGuard } from './digest/guard';
import type { DigestOptions } from './digest/guard';
import { getOrderDate } from './domain/dates';
import type { Order, OrderStatus } from './domain/orders';
import { hasEnded } from './domain/progress';
import type { Shop } from './domain/shop/shop';
import { shopState } from './domain/shop/state';
import { balanceViews, customerWithWallets, orderView } from './domain/views';
import type { Json } from './domain/views';
import type { Behaviour } from './domain/world';
import { World } from './domain/world';
import { Faults } from './faults';
import { handlers } from './handlers';
import type { Counters, JournalEntry } from './journal';
import { Journal } from './journal';
import type { SandboxOptions } from './options';
import { behaviourOptions, digestOptions, pushOptions } from './options';
import { Pusher } from './push';
import { RandomStream } from './random';
import { buildServer, trackConnections } from './server';

export type { SandboxOptions } from './options';
export type { Order } from './domain/orders';

/** How many requests and pushes the journals keep unless told otherwise. */
const JOURNAL_SIZE = 2000;

/** A running sandbox. */
export interface Sandbox {
	/** `http://127.0.0.1:PORT`, without a slash at its end. */
	readonly url: string;
	readonly port: number;
	readonly username: string;
	readonly password: string;
	readonly seed: number;
	readonly clock: SandboxClock;
	/** Changes take effect at once. */
	readonly behaviour: Behaviour;
	/** Changes take effect at once, those of user name, password and realm excepted. */
	readonly digest: DigestOptions;
	readonly manners: Readonly<Manners>;
	/** Throws RangeError for a path that cannot be one. */
	setManners(changes: Partial<Manners>): void;
	/**
	 * Plays another API: digest, behaviour and manners as they were given at the start, with these
	 * dialects on top. Throws RangeError for a dialect that there is not.
	 */
	speak(names: readonly DialectName[]): void;
	readonly faults: Faults;
	readonly pushes: Pusher;
	/** Every order ever placed, hidden ones included, oldest first. */
	orders(): readonly Order[];
	/** Puts an order (guid, code or external id) into a status, or into the next one. */
	moveOrder(reference: string, status?: OrderStatus): Order;
	/** Free part of a balance of `partner` or a customer. */
	balance(owner: string, code: string): number;
	setBalance(owner: string, code: string, amount: number): void;
	/** Pins spot prices in TRY a gram (null frees one); `frozen` stops all of them. */
	setPrices(changes: { frozen?: boolean; spot?: Record<string, number | null> }): void;
	/** The shop: its baskets, orders, bars in wallets and prices. */
	readonly shop: Shop;
	counters(): Counters;
	requests(): JournalEntry[];
	resetCounters(): void;
	/** Everything as JSON. */
	state(): Json;
	/** Forgets everything and starts again, with the same seed or another. */
	reset(seed?: number): void;
	close(): Promise<void>;
}

/** Starts a local Minted Connect on 127.0.0.1. Throws when the options or the contract are wrong. */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
	const startAt = (): number => (options.startAt ? readDate(options.startAt) : Date.now());
	const frozen = options.frozen ?? false;
	const journalSize = options.journalSize ?? JOURNAL_SIZE;
	const operations = loadContract(options.contractPath);
	const first = combine(options.dialect ?? [], operations);
	const behaviour = behaviourOptions({ ...first.behaviour, ...options.behaviour });
	const digest = digestOptions({ ...first.digest, ...options.digest });
	const manners = { ...contractManners(), ...first.manners, ...options.manners };
	checkManners(manners, operations);
	const clock = new SandboxClock(startAt(), frozen);
	const closing = sharedAbort();
	let seed = options.seed ?? randomInt(2 ** 31);
	const faults = new Faults();
	const journal = new Journal(journalSize);
	const random = new RandomStream(seed, 'pushes');
	const pushes = new Pusher(pushOptions(options.push), clock, random, journalSize);
	const changed = new Signal();
	pushes.onRecord = () => changed.raise();
	let url = '';
	const pushOrder = (order: Order, reason: 'status' | 'push_hook'): void => {
		if (pushes.settings.url === null) return;
		const view = pushInManner(manners, orderView(order, getOrderDate, url));
		pushes.push({ guid: order.guid, status: order.status, last: hasEnded(order), view }, reason);
	};
	const createWorld = (): World =>
		new World(seed, clock, behaviour, (order) => {
			pushOrder(order, 'status');
			changed.raise();
		});
	let world = createWorld();

	/** Unlike the API's lookups it sees orders that are still hidden. */
	const find = (reference: string): Order => {
		const order = world.orders
			.all()
			.findLast(
				({ guid, orderCode, externalId }) =>
					guid === reference || orderCode === reference || externalId === reference,
			);
		if (!order) throw new RangeError(`There is no order ${reference}`);
		return order;
	};

	const sandbox: Sandbox = {
		get url() {
			return url;
		},
		get port() {
			return Number(new URL(url).port);
		},
		username: digest.username,
		password: digest.password,
		get seed() {
			return seed;
		},
		clock,
		behaviour,
		digest,
		manners,
		setManners(changes) {
			checkManners(changes, operations);
			Object.assign(manners, changes);
		},
		speak(names) {
			const next = combine(names, operations);
			Object.assign(digest, digestOptions({ ...options.digest, ...next.digest }));
			Object.assign(behaviour, behaviourOptions({ ...options.behaviour, ...next.behaviour }));
			Object.assign(manners, { ...contractManners(), ...options.manners, ...next.manners });
		},
		faults,
		pushes,
		orders: () => world.orders.all(),
		moveOrder(reference, status) {
			const order = find(reference);
			if (status) world.orders.enter(order, status);
			else world.orders.step(order);
			return order;
		},
		balance: (owner, code) => world.walletsOf(owner).available(code).toNumber(),
		setBalance: (owner, code, amount) => world.setBalance(owner, code, amount),
		setPrices({ frozen: stop, spot }) {
			if (stop !== undefined) world.market.frozen = stop;
			for (const [sku, price] of Object.entries(spot ?? {})) {
				world.market.setSpot(sku, price === null ? null : new Decimal(price));
			}
		},
		get shop() {
			return world.shop;
		},
		counters: () => journal.counters(),
		requests: () => journal.requests(),
		resetCounters: () => journal.reset(),
		state() {
			const now = clock.now();
			const quotes = world.market.quotes(behaviour.currency, now);
			return {
				seed,
				now: new Date(now).toISOString(),
				frozen: clock.frozen,
				behaviour,
				webhook: { url: pushes.settings.url },
				partner: balanceViews(world.partnerWallets, '', quotes, behaviour.currency),
				customers: world.customers.all().map((customer) => ({
					...customerWithWallets(customer),
					kyc: customer.kyc.status,
					cards: customer.cards.length,
				})),
				orders: world.orders.all().map((order) => orderWithHistory(order, url)),
				shop: shopState(world.shop, now, url),
			};
		},
		reset(newSeed) {
			seed = newSeed ?? seed;
			clock.restart(startAt(), frozen);
			pushes.reset(new RandomStream(seed, 'pushes'));
			faults.clear();
			journal.reset();
			world = createWorld();
		},
		async close() {
			closing.abort();
			clock.stop();
			pushes.reset(new RandomStream(seed, 'pushes'));
			await server.close();
		},
	};

	let connectionOf = (_request: FastifyRequest): number => 0;
	const server = await buildServer(
		operations,
		handlers,
		{
			world: () => world,
			baseUrl: () => url,
			manners,
			guard: new DigestGuard(digest, () => clock.now()),
			faults,
			journal,
			pushOrder: (order) => pushOrder(order, 'push_hook'),
			connectionOf: (request) => connectionOf(request),
			closing: closing.signal,
			changed,
			sandbox: () => sandbox,
		},
		options.https,
	);
	connectionOf = trackConnections(server, () => journal.countConnection());
	url = await server.listen({ host: '127.0.0.1', port: options.port ?? 0 });
	return sandbox;
}

function orderWithHistory(order: Order, baseUrl: string): Json {
	const history = order.history.map(({ status, at }) => ({
		status,
		at: new Date(at).toISOString(),
	}));
	return { ...orderView(order, getOrderDate, baseUrl), history };
}

function readDate(text: string): number {
	const at = Date.parse(text);
	if (Number.isNaN(at)) throw new RangeError(`startAt is not a date: ${text}`);
	return at;
}
