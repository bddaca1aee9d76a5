import type { Operation } from '../contract';
import { fullName } from '../domain/customers';
import { ORDER_STATUSES } from '../domain/orders';
import { hasEnded } from '../domain/progress';
import type { Order } from '../domain/orders';
import type { Wallets } from '../domain/wallets';
import type { World } from '../domain/world';
import type { Sandbox } from '../index';
import type { JournalEntry } from '../journal';
import type { PushAttempt } from '../push';
import { FAULT_CHOICES, faultLabel } from './faultLabels';
import { maskText, maskValue } from './mask';
import type { OrderRow, PushRow, RequestRow, Rows, Sections, WalletOwner } from './sections';

/** How many rows of each table the page gets. */
export const MAX_ROWS = 100;

/** How much of a request's body the page gets. */
const MAX_BODY_LENGTH = 2000;

export interface Sources {
	world: () => World;
	sandbox: () => Sandbox;
	operations: readonly Operation[];
}

/** One function a section; each shows it as it is now. */
export function sectionViews({ world, sandbox, operations }: Sources): {
	[Name in keyof Sections]: () => Sections[Name];
} {
	return {
		setup: () => ({
			url: sandbox().url,
			username: sandbox().username,
			faults: [...FAULT_CHOICES],
			operations: operations.map(({ operationId }) => ({
				value: operationId,
				label: inWords(operationId),
			})),
		}),
		settings: () => ({
			webhookUrl: sandbox().pushes.settings.url,
			stepMs: sandbox().behaviour.stepMs,
			faults: sandbox()
				.faults.pending()
				.map(({ kind, match, times }) => ({
					label: faultLabel(kind),
					operationId: match?.operationId ? inWords(match.operationId) : null,
					left: times ?? 1,
				})),
		}),
		prices: () => {
			const { currency } = sandbox().behaviour;
			const quotes = world().market.quotes(currency, sandbox().clock.now());
			return {
				currency,
				quotes: quotes.map(({ product, buy, sell }) => ({
					sku: product.sku,
					name: product.metalName,
					buy: buy.toNumber(),
					sell: sell.toNumber(),
				})),
			};
		},
		orders: () => newest(world().orders.all(), (order) => orderRow(order, sandbox().url)),
		wallets: () => {
			const customers = world().customers.all();
			const owners = customers.slice(-MAX_ROWS).map(walletOwner);
			return { total: customers.length + 1, rows: [partner(world()), ...owners] };
		},
		requests: () => {
			const { requests: total } = sandbox().counters();
			const entries = sandbox().requests();
			const first = total - entries.length + 1;
			return { ...newest(entries, (entry, i) => requestRow(entry, first + i)), total };
		},
		pushes: () => {
			const orders = new Map(
				world()
					.orders.all()
					.map((order) => [order.guid, order]),
			);
			return newest(sandbox().pushes.journal(), (attempt) =>
				pushRow(attempt, orders.get(attempt.guid)),
			);
		},
	};
}

/** `buyDigital` as `Buy digital`. */
function inWords(operationId: string): string {
	const words = operationId.replace(/([a-z])([A-Z0-9])/g, '$1 $2').toLowerCase();
	return words.charAt(0).toUpperCase() + words.slice(1);
}

function newest<Item, Row>(
	items: readonly Item[],
	toRow: (item: Item, index: number) => Row,
): Rows<Row> {
	const first = Math.max(0, items.length - MAX_ROWS);
	const rows = items.slice(first).map((item, i) => toRow(item, first + i));
	return { total: items.length, rows: rows.reverse() };
}

function orderRow(order: Order, baseUrl: string): OrderRow {
	const { status, customer, payment } = order;
	const isFinal = status === 'Cancelled' || status === 'Refunded';
	return {
		guid: order.guid,
		code: order.orderCode,
		externalId: order.externalId,
		type: order.type,
		status,
		hasNext: !hasEnded(order),
		moves: isFinal ? [] : ORDER_STATUSES.filter((other) => other !== status),
		at: isoTime(order.createdAt),
		total: order.total.toNumber(),
		currency: order.currency,
		items: order.lines
			.map(({ amount, product }) => `${amount.toString()} g ${product.metalName}`)
			.join(', '),
		customer: customer && (fullName(customer) || customer.external_id),
		history: order.history.map((step) => ({ status: step.status, at: isoTime(step.at) })),
		paymentUrl: payment?.state === 'new' ? `${baseUrl}/pay/${payment.token}` : null,
	};
}

function partner({ partnerWallets }: World): WalletOwner {
	return {
		id: 'partner',
		name: 'Your own (partner)',
		kind: 'partner',
		identityNumber: null,
		kyc: null,
		cards: [],
		wallets: walletRows(partnerWallets),
	};
}

function walletOwner(customer: ReturnType<World['customers']['get']>): WalletOwner {
	const { details, kyc, cards, wallets } = customer;
	return {
		id: details.external_id,
		name: fullName(details) || details.external_id,
		kind: details.account_type === 'company' ? 'company' : 'person',
		identityNumber: details.identity_number ? '***' : null,
		kyc: kyc.status,
		cards: cards.map(({ maskedNumber }) => maskedNumber),
		wallets: walletRows(wallets),
	};
}

function walletRows(wallets: Wallets): WalletOwner['wallets'] {
	return wallets.all().map(({ code, name, isCash, balance, blocked, softBlocked }) => ({
		...{ code, name, isCash },
		balance: balance.toNumber(),
		blocked: blocked.plus(softBlocked).toNumber(),
	}));
}

function requestRow(entry: JournalEntry, number: number): RequestRow {
	const { at, method, operationId, status, authFailure, fault, authorization } = entry;
	return {
		...{ number, at, method, operationId, status, authFailure, fault },
		authorization: maskText(authorization),
		url: maskText(entry.url),
		body: entry.body === null || entry.body === undefined ? null : bodyText(entry.body),
	};
}

function bodyText(body: unknown): string {
	const text = JSON.stringify(maskValue(body), null, 2);
	return text.length > MAX_BODY_LENGTH ? `${text.slice(0, MAX_BODY_LENGTH)}\n…` : text;
}

function pushRow(attempt: PushAttempt, order: Order | undefined): PushRow {
	const { push, at, guid, status, reason, delivered, outcome } = attempt;
	return {
		...{ push, at, guid, status, reason, delivered, attempt: attempt.attempt },
		key: `${push}-${attempt.attempt}`,
		order: order?.externalId ?? order?.orderCode ?? guid,
		outcome: String(outcome),
	};
}

function isoTime(at: number): string {
	return new Date(at).toISOString();
}
