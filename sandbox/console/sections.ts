/**
 * What the server tells the page, in sections that are sent when they have changed. Types only: the
 * page imports them too. Times are ISO 8601, amounts are for reading and not for reckoning.
 */
export interface Sections {
	setup: Setup;
	settings: Settings;
	prices: Prices;
	orders: Rows<OrderRow>;
	wallets: Rows<WalletOwner>;
	requests: Rows<RequestRow>;
	pushes: Rows<PushRow>;
}

export type SectionName = keyof Sections;

/** The newest rows, and how many there are in all. */
export interface Rows<Row> {
	total: number;
	rows: Row[];
}

export interface Choice {
	value: string;
	label: string;
}

/** What stays as it is while the server runs. */
export interface Setup {
	url: string;
	username: string;
	faults: Choice[];
	operations: Choice[];
}

export interface Settings {
	webhookUrl: string | null;
	/** Milliseconds from one status to the next; null: only by hand. */
	stepMs: number | null;
	/** The faults that wait for a request. */
	faults: Array<{ label: string; operationId: string | null; left: number }>;
}

export interface Prices {
	currency: string;
	quotes: Array<{ sku: string; name: string; buy: number; sell: number }>;
}

export interface OrderRow {
	guid: string;
	code: string;
	externalId: string | null;
	type: string;
	status: string;
	/** Whether a next status follows; false where none does. */
	hasNext: boolean;
	/** The statuses that it can be moved to. */
	moves: string[];
	at: string;
	total: number;
	currency: string;
	items: string;
	customer: string | null;
	history: Array<{ status: string; at: string }>;
	/** The 3D page that the payment waits for. */
	paymentUrl: string | null;
}

export interface WalletOwner {
	id: string;
	name: string;
	kind: 'partner' | 'person' | 'company';
	/** All starred. */
	identityNumber: string | null;
	kyc: string | null;
	/** Masked numbers. */
	cards: string[];
	wallets: Array<{
		code: string;
		name: string;
		isCash: boolean;
		balance: number;
		blocked: number;
	}>;
}

export interface RequestRow {
	/** Counts the requests since the last reset. */
	number: number;
	at: string;
	method: string;
	url: string;
	operationId: string | null;
	status: number | null;
	/** Why it was not let in; `unsigned` is Digest's usual first step. */
	authFailure: string | null;
	fault: string | null;
	authorization: string;
	/** The masked body as text, shortened. */
	body: string | null;
}

export interface PushRow {
	/** Push and attempt. */
	key: string;
	push: number;
	at: string;
	guid: string;
	order: string;
	status: string;
	reason: string;
	attempt: number;
	outcome: string;
	delivered: boolean;
}
