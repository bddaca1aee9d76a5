import { ConnectionSettingsError } from '../../minted/client/connection';
import { FieldError, MintedError, type MintedErrorKind } from '../../minted/errors';
import { withoutSecrets } from '../../minted/output/redact';
import {
	NotPreparedError,
	OrderNotPlacedError,
	OrderOutcomeUnknownError,
} from '../../minted/orders/placeOnce';
import { OrderRefusal } from '../../minted/orders/refusal';
import { explainRefusal, nameOfFound } from './explainRefusal';
import { verbOf, type Moves } from './moves';
import type { AskedPath } from './pathEntry';

/** Words for a user: what happened, and what to do next. */
export interface Explanation {
	message: string;
	description: string;
	/** Of an operation that moves money: whether it is certain that nothing was moved. */
	outcome?: 'refused' | 'unknown';
}

export interface ExplainContext extends AskedPath {
	/** "staging", "production" or a custom address. */
	environment: string;
	/** Of an operation that moves metal or money, what it would have done with it. */
	moves?: Moves;
	/** The ID was made for this execution; another one would order under another ID. */
	isIdMade?: boolean;
	/** Duplicate Guard is off: what nobody in this process knows of is not looked up first. */
	isUnguarded?: boolean;
	/** Values that must not appear, should the API have echoed them. */
	secrets: readonly string[];
}

/** Turns any error into words. Of foreign errors only the message is taken: the rest may hold secrets. */
export function explainError(error: unknown, from: ExplainContext): Explanation {
	const context = { ...from, secrets: [...from.secrets, ...secretsOf(error)] };
	const { message, description } = explain(error, context);
	return {
		message: withoutSecrets(message, context.secrets),
		description: withoutSecrets(description, context.secrets),
		...(context.moves ? { outcome: outcomeOf(error) } : {}),
	};
}

/** Of the request that failed, or whose answer was lost. */
function secretsOf(error: unknown): readonly string[] {
	if (error instanceof MintedError) return error.details.secrets ?? [];
	return error instanceof OrderNotPlacedError || error instanceof OrderOutcomeUnknownError
		? (error.reason?.details.secrets ?? [])
		: [];
}

/** Only what was sent and not answered can have moved anything: all else ends before. */
function outcomeOf(error: unknown): 'refused' | 'unknown' {
	return error instanceof OrderOutcomeUnknownError ? 'unknown' : 'refused';
}

function explain(error: unknown, context: ExplainContext): Explanation {
	if (error instanceof OrderOutcomeUnknownError) return explainUnknown(error, context);
	if (error instanceof OrderNotPlacedError) return explainNotPlaced(error, context);
	if (error instanceof OrderRefusal)
		return explainRefusal(error.reason, context.moves ?? 'ordered');
	if (error instanceof MintedError) return explainMinted(error, context);
	const { message, next } = plainWords(error);
	return { message, description: sentences(nothing(context), next) };
}

function plainWords(error: unknown): { message: string; next: string } {
	if (error instanceof FieldError) return { message: error.message, next: error.hint ?? '' };
	if (error instanceof ConnectionSettingsError) {
		return { message: error.message, next: 'Open the Minted Connect credential to change it.' };
	}
	if (stumbledOverAnswer(error)) {
		return {
			message: 'The answer of Minted has other fields than described',
			next: 'Run API Call > Check Endpoints with Signed Reads, which tells what differs, and report it with the name of this operation.',
		};
	}
	if (error instanceof NotPreparedError) {
		return {
			message: 'The order could not be prepared',
			next: `An answer of Minted was not as expected (${error.message}). Run it again; if it lasts, report it with the environment and the operation.`,
		};
	}
	const { message, description } = (error ?? {}) as { message?: unknown; description?: unknown };
	return {
		message: typeof message === 'string' && message !== '' ? message : String(error),
		next: typeof description === 'string' ? description : '',
	};
}

/** What the engine says when a field is not there, or of another type: no words for people. */
const STUMBLE = /^Cannot (read|convert|destructure|use)|is not (a function|iterable|an object)\b/;

function stumbledOverAnswer(error: unknown): boolean {
	const reason = error instanceof NotPreparedError ? error.reason : error;
	return reason instanceof TypeError && STUMBLE.test(reason.message);
}

/** Said with every failure of an operation that moves something, so that nobody has to wonder. */
function nothing({ moves }: ExplainContext): string {
	return moves === undefined ? '' : `Nothing was ${verbOf(moves)}.`;
}

function sentences(...parts: string[]): string {
	return parts.filter((part) => part !== '').join(' ');
}

function explainNotPlaced(error: OrderNotPlacedError, context: ExplainContext): Explanation {
	if (context.moves === 'completed') {
		return {
			message: 'The basket was not completed; it is safe to run it again',
			description: `${whatHappened(error.reason, context)} Minted (${context.environment}) was then asked for the basket "${error.externalId}" for ${seconds(error.lookedForMs)}, and it had not become an order. Nothing was ordered. Run it again: it is looked up again before anything is sent.`,
		};
	}
	return {
		message: 'The order was not placed; it is safe to run it again',
		description: `${whatHappened(error.reason, context)} Minted (${context.environment}) was then asked for the order "${error.externalId}" for ${seconds(error.lookedForMs)} and did not know it. Nothing was ordered. Run it again with the same External Order ID${context.isUnguarded ? '' : ': it is looked up again before anything is sent'}.`,
	};
}

/** Of what may be there although nobody knows it. */
function madeId({ isIdMade }: ExplainContext): string {
	return isIdMade
		? 'This ID was made for this execution: retry this one. A new one would have another ID, and could do the same a second time.'
		: '';
}

const FIND_OUT = {
	ordered:
		'look for it with Order > Get by its External Order ID, or ask Minted; running this step again with the same ID is safe once Minted answers, because the order is looked up before anything is sent',
	unguarded:
		'look for it with Order > Get by its External Order ID, or ask Minted; Duplicate Guard is off, so after a restart of n8n, or in another worker, this step would order without looking: turn it on before you run it again with the same ID',
	completed:
		'look for an order with this cart token (E-Commerce: Order > Get, Walletable: Wallet Order > Get Many), or ask Minted; running this step again is safe once Minted answers, because the basket is looked up before anything is sent',
	moved:
		"compare the customer's cash with Balance > Get Customer, or ask Minted; only if it is not there, send it again, under a new External Movement ID",
} as const satisfies Record<Moves | 'unguarded', string>;

function explainUnknown(error: OrderOutcomeUnknownError, context: ExplainContext): Explanation {
	const { moves = 'ordered', environment, isUnguarded } = context;
	const toFindOut = FIND_OUT[isUnguarded && moves === 'ordered' ? 'unguarded' : moves];
	const happened = error.reason
		? whatHappened(error.reason, context)
		: 'An earlier attempt may have reached Minted without its answer coming back.';
	return {
		message: 'It is not known whether this was carried out',
		description: sentences(
			happened,
			nameOfFound(error.found?.reason),
			`Nothing more was sent. Before you run it again, find out: ${toFindOut} (ID "${error.externalId}", ${environment}).`,
			madeId(context),
		),
	};
}

interface Wording {
	message: string;
	next: string;
}

const WORDING: Record<MintedErrorKind, Wording> = {
	credentials: {
		message: 'Minted refused the user name or password',
		next: 'Check both in the credential, and that they belong to this environment: staging and production have different ones.',
	},
	notMinted: {
		message: 'The address answers, but not as Minted Connect',
		next: 'It did not ask for Digest authentication or sent a web page. Check the Environment and the Base URL in the credential, and whether a proxy or firewall stands in between.',
	},
	forbidden: {
		message: 'Minted does not allow this for your account',
		next: 'The user name and password are right, but the account has no permission. Ask Minted to enable it, or check the environment.',
	},
	noSuchPath: {
		message: 'Minted has no such endpoint',
		next: 'Check the path, the method and the environment.',
	},
	notFound: {
		message: 'Minted does not know this id',
		next: 'Check the id, and that it belongs to this environment: staging and production have separate data.',
	},
	parameter: {
		message: 'Minted refused a value',
		next: 'Correct the field named here and run the step again.',
	},
	priceTokenExpired: {
		message: 'The price token has expired or is not valid',
		next: 'A price is fixed for about four minutes. Run Price > Fix again shortly before the order, or leave out the Price Token.',
	},
	insufficientBalance: {
		message: 'The balance is not sufficient',
		next: 'Look at the wallet with Balance > Get Customer or Get Partner, then lower the amount or fund the account.',
	},
	unknownCustomer: {
		message: 'Minted does not know this customer',
		next: 'Create the customer first with Customer > Create, or set Customer Details to "Enter Here".',
	},
	conflict: {
		message: 'Minted has something under this ID already',
		next: 'Look at it with the Get operation before you choose another ID: it may be what you want to make.',
	},
	refused: {
		message: 'Minted refused the request',
		next: 'Read what Minted says, correct it and run the step again.',
	},
	rateLimited: {
		message: 'Minted received too many requests',
		next: 'Wait a little, then run it again with fewer items at a time.',
	},
	server: {
		message: 'Minted has a problem of its own',
		next: 'Nothing is wrong with your settings. Try again later; if it lasts, tell Minted.',
	},
	unreadable: {
		message: 'The answer of Minted could not be read',
		next: 'It was cut off or is not JSON. Try again; if it lasts, check the environment and whether a proxy stands in between.',
	},
	unreachable: {
		message: 'Minted cannot be reached',
		next: 'Nothing was sent. Check the Environment and the Base URL in the credential, and the network of this n8n.',
	},
	cancelled: {
		message: 'The execution was stopped',
		next: 'Run it again when you want to.',
	},
	noAnswer: {
		message: 'Minted did not answer in time',
		next: 'The connection broke or timed out. Try again; the Timeout can be raised under Options.',
	},
};

/** Where what is said of orders would mislead: a basket has no fields for prices and payment. */
const OF_BASKETS: Partial<Record<MintedErrorKind, Wording>> = {
	priceTokenExpired: {
		message: 'The prices in the basket have expired or changed',
		next: 'The basket is as good as before. Run it again: reading it renews its prices, and its limits are checked against them.',
	},
	insufficientBalance: {
		message: 'The balance is not sufficient',
		next: 'Fund the account or take something out of the basket, then run it again.',
	},
	unknownCustomer: {
		message: 'Minted does not know this customer',
		next: 'A basket belongs to one customer: use the ID that it was made with.',
	},
};

const wordingOf = (kind: MintedErrorKind, { moves }: ExplainContext): Wording =>
	(moves === 'completed' ? OF_BASKETS[kind] : undefined) ?? WORDING[kind];

function explainMinted(error: MintedError, context: ExplainContext): Explanation {
	const { details } = error;
	const { next } = wordingOf(error.kind, context);
	const field = Object.keys(details.fieldErrors ?? {})[0];
	return {
		message: `${messageFor(error, context)}${field === undefined ? '' : ` (field ${field})`}`,
		description: [
			saying(error, context),
			pathHint(error, context),
			// What may have moved something comes as an error of its own.
			nothing(context),
			next,
			`Environment: ${context.environment}${codes(error)}.`,
			details.tries !== undefined && details.tries > 1 ? `Tried ${details.tries} times.` : '',
		]
			.filter((part) => part !== '')
			.join(' '),
	};
}

/** An envelope around a 404 does not tell whether the id or an assumed path is unknown. */
function messageFor({ kind }: MintedError, context: ExplainContext): string {
	const { assumedPath, pathEntry } = context;
	return kind === 'notFound' && (assumedPath ?? pathEntry?.path) !== undefined
		? 'Minted found nothing under this path or id'
		: wordingOf(kind, context).message;
}

function whatHappened(error: MintedError, context: ExplainContext): string {
	const said = saying(error, context);
	return `${wordingOf(error.kind, context).message} (${context.environment}${codes(error)}).${said === '' ? '' : ` ${said}`}`;
}

/** Secrets go before the text is shortened: half a secret would not be recognised any more. */
function saying({ kind, details }: MintedError, { secrets }: ExplainContext): string {
	const fields = Object.entries(details.fieldErrors ?? {}).map(
		([field, texts]) => `${field}: ${texts.join(', ')}`,
	);
	const own = kind === 'unreachable' || kind === 'noAnswer';
	const said = [details.apiMessage, ...fields].filter((part) => part !== undefined && part !== '');
	if (said.length === 0) return '';
	const text = shorten(withoutSecrets(said.join('; '), secrets)).replace(/\.$/, '');
	return own ? `${text}.` : `Minted says: "${text}".`;
}

function codes({ details }: MintedError): string {
	const parts = [
		details.status === undefined ? '' : `HTTP ${details.status}`,
		details.apiCode ? `code ${details.apiCode}` : '',
	].filter((part) => part !== '');
	return parts.length === 0 ? '' : `, ${parts.join(', ')}`;
}

function pathHint({ kind }: MintedError, { assumedPath, pathEntry }: ExplainContext): string {
	if (!(kind === 'noSuchPath' || kind === 'notFound')) return '';
	if (pathEntry?.path !== undefined) {
		return `The path ${pathEntry.path} comes from the entry "${pathEntry.endpoint}" under Endpoint Paths in the credential: correct it there. API Call > Check Endpoints tells which paths are there.`;
	}
	if (assumedPath === undefined) return '';
	const entry =
		pathEntry && `as the entry "${pathEntry.endpoint}" under Endpoint Paths in the credential`;
	const places = pathEntry?.only
		? `${entry}.`
		: `under Options > Endpoint Path.${entry ? ` For all nodes, triggers and lists at once, enter it ${entry}.` : ''}`;
	return `The path ${assumedPath} is not publicly documented and may be another one: ask Minted and enter it ${places}`;
}

function seconds(ms: number): string {
	return `${Math.round(ms / 100) / 10} s`;
}

function shorten(text: string): string {
	const oneLine = text.replace(/\s+/g, ' ').trim();
	return oneLine.length > 400 ? `${oneLine.slice(0, 400)}…` : oneLine;
}
