import type { FoundOrder, RefusalReason } from '../../minted/orders/refusal';
import { verbOf, type Moves } from './moves';

const LIMITS = {
	maxUnitPrice: { name: 'Maximum Unit Price', relation: 'above' },
	minUnitPrice: { name: 'Minimum Unit Price', relation: 'below' },
	maxTotal: { name: 'Maximum Total', relation: 'above' },
} as const;

interface Words {
	message: string;
	description: string;
}

const PAID_LIMITS = {
	maxPaidTotal: { name: 'Maximum Paid Total', relation: 'above' },
	minPaidTotal: { name: 'Minimum Paid Total', relation: 'below' },
} as const;

/** Of a customer's record, as the form calls it. */
const LABELS: Readonly<Record<string, string>> = {
	firstname: 'First Name',
	lastname: 'Last Name',
	email: 'Email',
	phone: 'Phone',
	identity_number: 'Identity Number',
};

const labelOf = (name: string): string => LABELS[name] ?? name;

/** Why an order was not sent, in the words of the node's fields. */
export function explainRefusal(reason: RefusalReason, moves: Moves): Words {
	const { message, next, isLimit = false } = wordsFor(reason, moves);
	const nothing = `was ${verbOf(moves)}`;
	return isLimit
		? { message: `${message}; nothing ${nothing}`, description: next }
		: { message, description: `Nothing ${nothing}. ${next}` };
}

interface Reason {
	message: string;
	next: string;
	/** It did what it is for: the headline itself says that it held the order back. */
	isLimit?: boolean;
}

function wordsFor(reason: RefusalReason, moves: Moves): Reason {
	switch (reason.kind) {
		case 'limit': {
			const { name, relation } = LIMITS[reason.limit];
			const { actual, allowed, currency } = reason;
			const what = reason.limit === 'maxTotal' ? 'total' : 'price';
			return {
				message: `The ${what} of ${actual} ${currency} is ${relation} the ${name} of ${allowed} ${currency}`,
				isLimit: true,
				next: 'Wait for a better price, or change the limit under Price Limits.',
			};
		}
		case 'notOffered':
			return {
				message: `Minted offers no price for "${reason.sku}"`,
				next: `Choose another Metal. Offered at the moment: ${reason.offered.join(', ')}.`,
			};
		case 'noPrice':
			return {
				message: `Minted gave no price for "${reason.sku}" that can be ordered at`,
				next: 'Look at the prices with Price > Fix; if it lasts, ask Minted.',
			};
		case 'otherCurrency':
			return {
				message: `The prices came in ${reason.prices}, the ${reason.of === 'total' ? 'total price is' : 'limits are'} in ${reason.order}`,
				next: `Set Currency to the one your Minted account has its prices in${reason.of === 'total' ? ', or order by grams' : ''}.`,
			};
		case 'tooLittle':
			return {
				message: `${reason.total} ${reason.currency} is less than the smallest amount of ${reason.sku}`,
				next: `One gram costs ${reason.unitPrice} ${reason.currency}. Raise the Total Price.`,
			};
		case 'tooMuch':
			return {
				message: `Minted's grams for ${reason.total} ${reason.currency} come to ${reason.actual} ${reason.currency}`,
				next: 'Order by grams, and ask Minted how it works out the grams of a total price.',
			};
		case 'incompleteCustomer':
			return {
				message: `Minted's record of customer "${reason.customer}" has no ${reason.missing.map(labelOf).join(', ')}`,
				next: 'Complete it with Customer > Update (Update Business for a company), or enter it in this node under Customer Details.',
			};
		case 'tokenWithTotal':
			return {
				message: 'An order by total price needs the price to be fixed in the same step',
				next: 'Leave out the Price Token, or order by grams with the amount that Price > Fix returned.',
			};
		case 'tokenWithLimits':
			return {
				message: 'Price limits cannot be checked against a price token from an earlier step',
				next: 'Leave out the Price Token, or compare the prices of Price > Fix in an If node.',
			};
		case 'paidLimit':
		case 'expiredBasket':
		case 'noPaidTotal':
			return basketWords(reason);
		case 'taken':
			return takenWords(reason, moves);
	}
}

type OfBaskets = Extract<RefusalReason, { kind: 'paidLimit' | 'expiredBasket' | 'noPaidTotal' }>;

function basketWords(reason: OfBaskets): Reason {
	switch (reason.kind) {
		case 'paidLimit': {
			const { name, relation } = PAID_LIMITS[reason.limit];
			return {
				message: `The basket comes to ${reason.actual}, which is ${relation} the ${name} of ${reason.allowed}`,
				isLimit: true,
				next: 'All lines of it are in a run with Preview Only. Change the basket, wait for a better price, or change the limit under Limits.',
			};
		}
		case 'expiredBasket':
			return {
				message: 'The prices in the basket have expired, so that its limits cannot be checked',
				next: 'Reading the basket did not renew them. Run it again in a moment; the basket is as good as before.',
			};
		case 'noPaidTotal':
			return {
				message:
					'Minted does not say what the basket comes to, so that its limits cannot be checked',
				next: 'Look at it with the Get operation of the basket. Without limits it can be completed all the same.',
			};
	}
}

type Taken = Extract<RefusalReason, { kind: 'taken' }>;

const NAMES = {
	ordered: {
		field: 'External Order ID',
		thing: 'order',
		look: 'Look at it first (Order > Get by External Order ID)',
	},
	moved: {
		field: 'External Movement ID',
		thing: 'movement',
		look: "Look at the customer's cash first (Balance > Get Customer)",
	},
	completed: {
		field: 'Cart Token',
		thing: 'basket',
		look: 'Look at its orders first (Get Many)',
	},
} as const satisfies Record<Moves, object>;

/** Another ID may double the order, so it is never the first advice. */
function takenWords(reason: Taken, moves: Moves): Reason {
	const { field, thing, look } = NAMES[moves];
	const { externalId, certain } = reason;
	return {
		message: certain
			? `The ${field} "${externalId}" already belongs to another ${thing}`
			: `The ${field} "${externalId}" is in use, perhaps for this very ${thing}`,
		next: `${nameOfFound(reason)} ${look}: if it is the one you wanted, it is there and must not be sent again. If it is not, give this one an ID of its own.`.trim(),
	};
}

/** What is there under the id, as a sentence; empty where nobody knows. */
export function nameOfFound(reason: RefusalReason | undefined): string {
	if (reason?.kind !== 'taken') return '';
	if (reason.found === undefined) {
		return 'Under this ID this n8n has sent another one: its amount, currency, metal or customer differs.';
	}
	return `Under this ID Minted has: ${describe(reason.found)}.`;
}

function describe({
	type,
	sku,
	amount,
	customerExternalId,
	orderCode,
	currency,
}: FoundOrder): string {
	const owner =
		customerExternalId === null
			? 'of your company'
			: customerExternalId !== undefined
				? `of customer ${customerExternalId}`
				: '';
	const metal = [type ?? 'an order', amount === undefined ? '' : `${amount} g`, sku ?? '', owner];
	const code = orderCode === undefined ? '' : `, order code ${orderCode}`;
	const paid = currency === undefined ? '' : `, paid in ${currency}`;
	return `${metal.filter((part) => part !== '').join(' ')}${paid}${code}`;
}
