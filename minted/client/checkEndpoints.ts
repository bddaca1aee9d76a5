import { parseChallenges, selectDigestChallenge } from '../digest/challenge';
import { MintedError, type MintedErrorKind } from '../errors';
import { endpoints, type EndpointId } from '../generated/endpoints';
import { reads } from '../generated/reads';
import type { HttpMethod, HttpResponse } from '../http';
import type { MintedApi } from './api';
import type { ConnectionSettings } from './connection';
import { readAnswer } from './envelope';
import { compareShape, type ShapeReport } from './shape';

/** Which endpoints of the contract an API has, told by requests that can move nothing. */

export type Presence = 'there' | 'notThere' | 'otherMethod' | 'cannotTell';

/** Why; each reason goes with one presence, but `signed`, which says that a signed read told it. */
export type CheckBasis =
	/** It wants a signature; its made-up neighbour does not exist. */
	| 'wantsSignature'
	/** It answered unsigned, but a made-up neighbour does not exist. */
	| 'answers'
	/** 404. */
	| 'noSuchPath'
	/** 405, and its made-up neighbour is not answered so. */
	| 'methodRefused'
	/** 405, as its made-up neighbour: only a wider path of another method reaches it. */
	| 'neighbourRefusedAlike'
	/** The made-up neighbour is answered as if it were there, so that no answer would tell. */
	| 'neighbourAnswers'
	/** No documented endpoint asked for HTTP Digest, so that nothing but reads was asked. */
	| 'noDigest'
	/** A redirect, 408, 429, 5xx. */
	| 'noClearAnswer'
	| 'noAnswer'
	/** The signed read was answered in the API's envelope. */
	| 'signedAnswer'
	/** 404 to the signed read, in the same words as for its made-up neighbour. */
	| 'signedNoSuchPath'
	/** 405 to the signed read. */
	| 'signedMethodRefused';

/** What became of a signed read. */
export interface SignedRead {
	/** undefined where there was no answer. */
	status?: number;
	/** Of a successful answer. */
	shape?: ShapeReport;
}

export interface EndpointCheck {
	endpoint: EndpointId;
	method: HttpMethod;
	/** With its places in braces: the credential's, or else the contract's. */
	path: string;
	presence: Presence;
	basis: CheckBasis;
	/** Of the answer that this is based on; undefined where it was not asked or not answered. */
	status?: number;
	/** What the Allow header of a 405 names. */
	allowed?: string;
	/** Only of endpoints that were also read with a signature. */
	signedRead?: SignedRead;
}

export interface CheckOptions {
	/** Corrects paths of the contract. */
	paths: ConnectionSettings['endpointPaths'];
	/**
	 * The user agrees to signed reads: GET only. What is in `ids` fills the places of the paths and
	 * what a query needs, by name; an endpoint that needs another is not read.
	 */
	signedReads?: { ids: Readonly<Record<string, string>> };
}

/** What an unsigned request tells. */
type Told = 'missing' | 'otherMethod' | 'answers' | 'unclear';

interface Reply {
	told: Told;
	status?: number;
	allowed?: string;
	wantsDigest: boolean;
}

/** No API has this path. */
const MADE_UP = 'minted-connect-check-no-such-path';
/** Fills the places of a path: nobody has this ID, and it passes where only a number would. */
const NOBODY = '0';

/**
 * Asks for every endpoint of the contract, without a signature and without a body, and each time
 * first for a made-up neighbour of the same method. Nothing but GET is asked until a documented
 * endpoint has demanded HTTP Digest: an API that lets unsigned requests pass is not tried out.
 *
 * @throws MintedError where nothing is answered at all, where it was stopped, and for a signed read
 *   where user name or password are refused
 */
export async function checkEndpoints(
	api: MintedApi,
	{ paths, signedReads }: CheckOptions,
): Promise<EndpointCheck[]> {
	const targets = (Object.keys(endpoints) as EndpointId[]).map((endpoint) => ({
		endpoint,
		method: endpoints[endpoint].method,
		path: paths[endpoint] ?? endpoints[endpoint].path,
	}));
	const ask = askOnce(api);
	const demandsDigest = await isDigestDemanded(targets, ask);
	const checks = await Promise.all(
		targets.map(async (target): Promise<EndpointCheck> => {
			if (!demandsDigest) return { ...target, presence: 'cannotTell', basis: 'noDigest' };
			return { ...target, ...(await checkOne(target, ask)) };
		}),
	);
	if (signedReads === undefined) return checks;
	// One after another: a password that is refused is tried once.
	const read: EndpointCheck[] = [];
	for (const check of checks) read.push(await readSigned(api, check, signedReads.ids));
	return read;
}

type Target = Pick<EndpointCheck, 'endpoint' | 'method' | 'path'>;

type Ask = (target: Pick<Target, 'method' | 'path'>) => Promise<Reply>;

/** Neighbours are shared by many endpoints. */
function askOnce(api: MintedApi): Ask {
	const asked = new Map<string, Promise<Reply>>();
	return async ({ method, path }) => {
		const key = `${method} ${path.replace(/\{\w+\}/g, NOBODY)}`;
		const reply = asked.get(key) ?? replyTo(api, method, path);
		asked.set(key, reply);
		return await reply;
	};
}

/** The first requests of all: where none of them is answered, no other would be. */
async function isDigestDemanded(targets: readonly Target[], ask: Ask): Promise<boolean> {
	const documented = targets.filter(
		({ endpoint, method }) => method === 'GET' && endpoints[endpoint].certainty === 'documented',
	);
	const replies = await Promise.allSettled(documented.map(ask));
	const failed = replies.filter((reply) => reply.status === 'rejected');
	if (failed.length === replies.length && failed[0] !== undefined) throw failed[0].reason;
	return replies.some((reply) => reply.status === 'fulfilled' && reply.value.wantsDigest);
}

async function replyTo(api: MintedApi, method: HttpMethod, path: string): Promise<Reply> {
	const ids = Object.fromEntries(placesOf(path).map((place) => [place, NOBODY]));
	const { status, headers } = await api.askUnsigned({ method, path }, ids);
	const challenges = parseChallenges(headers['www-authenticate']);
	return {
		told: tell(status),
		status,
		allowed: allowedIn(headers),
		wantsDigest: status === 401 && selectDigestChallenge(challenges) !== undefined,
	};
}

function placesOf(path: string): string[] {
	return [...path.matchAll(/\{([a-z_]+)\}/g)].map(([, name = '']) => name);
}

function tell(status: number): Told {
	if (status === 404) return 'missing';
	if (status === 405) return 'otherMethod';
	const isClear = (status >= 200 && status < 300) || [400, 401, 403, 415, 422].includes(status);
	return isClear ? 'answers' : 'unclear';
}

function allowedIn({ allow }: HttpResponse['headers']): string | undefined {
	const text = Array.isArray(allow) ? allow.join(', ') : allow;
	return text !== undefined && /^[A-Za-z, ]{1,60}$/.test(text) ? text : undefined;
}

/** The same path with another last word. */
function neighbourOf(path: string): string {
	const segments = path.split('/');
	const last = segments.findLastIndex((segment) => segment !== '' && !segment.includes('{'));
	return segments.map((segment, index) => (index === last ? MADE_UP : segment)).join('/');
}

type Verdict = Pick<EndpointCheck, 'presence' | 'basis' | 'status' | 'allowed'>;

async function checkOne({ method, path }: Target, ask: Ask): Promise<Verdict> {
	try {
		const neighbour = await ask({ method, path: neighbourOf(path) });
		if (neighbour.told === 'answers') return { presence: 'cannotTell', basis: 'neighbourAnswers' };
		return judge(await ask({ method, path }), neighbour);
	} catch (error) {
		if (!(error instanceof MintedError) || error.kind === 'cancelled') throw error;
		const { status } = error.details;
		return {
			presence: 'cannotTell',
			basis: status === undefined ? 'noAnswer' : 'noClearAnswer',
			status,
		};
	}
}

function judge({ told, status, allowed }: Reply, neighbour: Reply): Verdict {
	if (told === 'unclear' || neighbour.told === 'unclear') {
		return { presence: 'cannotTell', basis: 'noClearAnswer', status };
	}
	if (told === 'missing') return { presence: 'notThere', basis: 'noSuchPath', status };
	if (told === 'answers') {
		return { presence: 'there', basis: status === 401 ? 'wantsSignature' : 'answers', status };
	}
	return neighbour.told === 'otherMethod'
		? { presence: 'notThere', basis: 'neighbourRefusedAlike', status }
		: { presence: 'otherMethod', basis: 'methodRefused', status, allowed };
}

/** Reads with GET what is not known to be elsewhere, if all that it needs is there. */
async function readSigned(
	api: MintedApi,
	check: EndpointCheck,
	ids: Readonly<Record<string, string>>,
): Promise<EndpointCheck> {
	const { endpoint, path, presence } = check;
	if (presence === 'notThere' || presence === 'otherMethod' || !isRead(endpoint)) return check;
	const query: Readonly<Record<string, string | null>> = reads[endpoint].query;
	const needed = [...placesOf(path), ...Object.keys(query).filter((name) => query[name] === null)];
	if (!needed.every((name) => ids[name] !== undefined)) return check;
	const { apiVersion } = endpoints[endpoint];
	const get = async (at: string) =>
		await api.getRaw(
			{ path: at, apiVersion },
			{
				path: ids,
				query: Object.fromEntries(
					Object.entries(query).map(([name, value]) => [name, value ?? ids[name]]),
				),
			},
		);
	try {
		const response = await get(path);
		const neighbour = response.status === 404 ? await get(neighbourOf(path)) : undefined;
		const signedRead = { status: response.status, shape: shapeOf(endpoint, response, ids) };
		return { ...check, ...judgeSigned(response, neighbour), signedRead };
	} catch (error) {
		if (!(error instanceof MintedError) || isAboutAll(error)) throw error;
		return { ...check, signedRead: { status: error.details.status } };
	}
}

/** What is read with GET, and nothing else. */
const isRead = (endpoint: EndpointId): endpoint is EndpointId & keyof typeof reads =>
	Object.hasOwn(reads, endpoint);

/** Stopped, or a password that no other read would be answered with either. */
function isAboutAll({ kind }: MintedError): boolean {
	return kind === 'cancelled' || kind === 'credentials';
}

/** Of a success, or of what is no envelope at all: a refusal has another shape by right. */
function shapeOf(
	endpoint: keyof typeof reads,
	response: HttpResponse,
	ids: Readonly<Record<string, string>>,
): ShapeReport | undefined {
	const answer = readAnswer(response);
	if ('refusal' in answer && answer.refusal.kind !== 'unreadable') return undefined;
	return compareShape(reads[endpoint].shape, parse(response.body), Object.values(ids));
}

function parse(body: string): unknown {
	try {
		return JSON.parse(body) as unknown;
	} catch {
		return undefined;
	}
}

/** @param neighbour the answer to the made-up neighbour, where the endpoint's own was a 404 */
function judgeSigned(
	response: HttpResponse,
	neighbour: HttpResponse | undefined,
): Partial<EndpointCheck> {
	const { status, headers } = response;
	const answer = readAnswer(response);
	if (status === 405) {
		const allowed = allowedIn(headers);
		return { presence: 'otherMethod', basis: 'signedMethodRefused', status, allowed };
	}
	const there = { presence: 'there', basis: 'signedAnswer', status } as const;
	if ('data' in answer || OWN_ANSWERS.has(answer.refusal.kind)) return there;
	if (neighbour?.status !== 404) return {};
	const unknown = readAnswer(neighbour);
	if ('data' in unknown) return {};
	// The same words for a path that nobody has: it is the path that is not there, not the ID.
	const isAlike =
		answer.refusal.apiCode === unknown.refusal.apiCode &&
		answer.refusal.apiMessage === unknown.refusal.apiMessage;
	if (!isAlike) return there;
	return { presence: 'notThere', basis: 'signedNoSuchPath', status };
}

/** Refusals that only an endpoint that is there gives. */
const OWN_ANSWERS: ReadonlySet<MintedErrorKind> = new Set(['forbidden', 'parameter', 'refused']);
