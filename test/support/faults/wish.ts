import type { IDataObject, INodeParameters } from 'n8n-workflow';
import type { Order, Sandbox } from '../../../sandbox';
import { byId, TO_ADA } from '../forms';

export type Kind = 'buy' | 'sell' | 'delivery' | 'cash';

/** One movement of money that somebody wants exactly once. */
export interface Wish {
	kind: Kind;
	/**
	 * Unlike that of any other wish of its kind: by its amount, not by an ID that the package chose,
	 * the sandbox's own books say what became of it. 1 to 9,999; of cash 0 to 12.
	 */
	number: number;
	/** Buys and sells: grams of gold, or silver for a total price. */
	by: 'grams' | 'total';
	/** The caller's own ID; empty leaves it to the package. */
	externalId: string;
	/** Whom it is for, where it is not for the partner; of cash always the same. */
	customer: string;
}

/** What tells the wishes of one sandbox apart. */
export const keyOf = ({ kind, by, number }: Wish): string => `${kind} ${by} ${number}`;

/** Each is an account of its own, the last a company: their orders go side by side. */
export const CUSTOMERS = ['MTD-DEMO-1', 'MTD-DEMO-2', 'MTD-DEMO-3'] as const;
const CASH_CUSTOMER = 'MTD-DEMO-2';
const CASH_CURRENCY = 'USD';
const GRAM_STEP = 10_000;
/** Each cash movement is a digit of the wallet's balance, which counts how often it was made. */
const CASH_BASE = 4;

/** Enough of everything that no wish is refused for want of it. */
export function fundWishes(sandbox: Sandbox): void {
	for (const code of ['TRY', 'GAU', 'GAG']) {
		for (const owner of ['partner', ...CUSTOMERS]) sandbox.setBalance(owner, code, 1e8);
	}
	sandbox.setBalance(CASH_CUSTOMER, CASH_CURRENCY, 0);
}

/** What the step gets as an input item. */
export function itemOf({ number, kind, externalId, customer }: Wish): IDataObject {
	const cash = kind === 'cash' ? { cash: CASH_BASE ** number } : {};
	const amounts = { grams: number / GRAM_STEP, total: number, whole: number, ...cash };
	return { id: externalId, customer, ...amounts };
}

/** Options of a step that a user sets. */
export interface Settings {
	account: 'customer' | 'partner';
	customerDetails: 'lookup' | 'given';
	duplicateGuard: boolean;
	/** Undefined leaves the option out, as most users do: items of one account in input order. */
	parallelItems: number | undefined;
}

/** Those that say how long things take; scaled down together. */
export interface StepTimes {
	timeoutSeconds: number;
	settleSeconds: number;
}

/** The step that carries wishes of one kind out; the items bring amounts and IDs. */
export function stepFor(
	{ wishes: [wish], ...settings }: Settings & { wishes: readonly Wish[] },
	{ timeoutSeconds, settleSeconds }: StepTimes,
): INodeParameters {
	if (wish === undefined) throw new Error('A step without a wish');
	const { kind, by } = wish;
	const { account, customerDetails, duplicateGuard, parallelItems } = settings;
	const guarded = kind === 'cash' ? {} : { duplicateGuard, settleSeconds };
	const forced = parallelItems === undefined ? {} : { parallelItems };
	const options = { ...forced, timeoutSeconds, ...guarded };
	// Who leaves the ID to the package leaves the field empty: an expression that brings none is refused.
	const externalId = wish.externalId === '' ? '' : '={{ $json.id }}';
	const common = { externalId, options };
	if (kind === 'cash') {
		return {
			...common,
			resource: 'balance',
			operation: 'updateCustomerCash',
			customerId: byId(CASH_CUSTOMER),
			cashAmount: '={{ $json.cash }}',
			currency: CASH_CURRENCY,
		};
	}
	const customer = {
		customerId: byId('={{ $json.customer }}'),
		customerDetails,
		firstname: 'Ada',
		lastname: 'Example',
		email: 'ada@example.com',
		phone: '+905550000001',
		identityNumber: '10000000146',
	};
	if (kind === 'delivery') {
		return {
			...common,
			...customer,
			resource: 'delivery',
			operation: 'create',
			sku: byId('GAU'),
			wholeGrams: '={{ $json.whole }}',
			...TO_ADA,
		};
	}
	return {
		...common,
		...(account === 'customer' ? customer : {}),
		resource: 'order',
		operation: kind,
		account,
		metal: by === 'grams' ? 'GAU' : 'GAG',
		orderBy: by,
		amount: '={{ $json.grams }}',
		totalPrice: '={{ $json.total }}',
	};
}

/** What was placed for one wish, as the sandbox's books have it: one entry for each time. */
export function placementsOf(sandbox: Sandbox, wish: Wish): string[] {
	if (wish.kind === 'cash') {
		const balance = sandbox.balance(CASH_CUSTOMER, CASH_CURRENCY);
		const times = Math.floor(balance / CASH_BASE ** wish.number) % CASH_BASE;
		return Array.from({ length: times }, () => keyOf(wish));
	}
	return sandbox
		.orders()
		.filter((order) => keyOfOrder(order) === keyOf(wish) && isFor(wish, order))
		.map(({ guid }) => guid);
}

/** An order for somebody else is none of the wish's; one without a customer is the partner's. */
const isFor = ({ customer }: Wish, order: Order): boolean =>
	order.customer === null || order.customer.external_id === customer;

function keyOfOrder({ type, lines, total }: Order): string {
	const [line] = lines;
	if (line === undefined) throw new Error('An order without a line');
	const grams = line.amount.toNumber();
	if (type === 'Delivery') return `delivery grams ${grams}`;
	const kind = type.toLowerCase();
	// Silver for a total is rounded down to four decimals of a gram: a few kuruş less at most.
	return line.product.sku === 'GAU'
		? `${kind} grams ${Math.round(grams * GRAM_STEP)}`
		: `${kind} total ${Math.round(total.toNumber())}`;
}
