import { createHash, randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';

/*
 * A Digest server that is as strict as RFC 7616 allows, written from the RFC and sharing no code with
 * minted/digest, so that a misreading there cannot be agreed upon here.
 */

export interface StrictServerOptions {
	username?: string;
	password?: string;
	realm?: string;
	/** As announced; null announces none (and means MD5). */
	algorithm?: string | null;
	/** As announced; null announces none (RFC 2069). */
	qop?: string | null;
	opaque?: string;
	charset?: boolean;
	userhash?: boolean;
	/** Makes a nonce; unique ones. */
	nonce?: () => string;
	/** Signed requests a nonce is good for; the next is answered with stale=true. */
	usesPerNonce?: number;
	/**
	 * Which nc it takes of a nonce: higher than all before, within 50 of the number of requests seen and
	 * each once (as Tomcat), or any.
	 */
	counts?: 'increasing' | 'window' | 'any';
	/** Milliseconds until a request that has arrived is looked at. */
	lookAfterMs?: () => number;
	/** Every answer ends the nonce and names the next in Authentication-Info. */
	nextnonce?: boolean;
	/**
	 * Whether a -sess key is made of the first nonce and cnonce of a session and kept over nextnonce
	 * (RFC 7616 section 3.4.2), or of those of each request.
	 */
	sessionKey?: 'first' | 'each';
	/** Accepts any mix of quoted and unquoted parameters and any spelling of nc. */
	lenient?: boolean;
	/** Lays out WWW-Authenticate around the Digest challenge; an array is several header lines. */
	challenges?: (digest: string) => string | string[];
	/** The answer to a request that passed. */
	respond?: (request: SeenRequest, response: ServerResponse) => void;
}

export interface SeenRequest {
	method: string;
	url: string;
	body: string;
	headers: IncomingMessage['headers'];
	/** Number of the connection, from 1. */
	connection: number;
	authorization?: string;
	nonce?: string;
	nc?: string;
	/** The status answered. */
	status: number;
	/** Why it was refused, if it was signed. */
	refusal?: string;
}

export interface StrictServer {
	origin: string;
	requests: SeenRequest[];
	connections: () => number;
	/** Requests whose body was uploaded only to be answered with 401. */
	refusedUploads: () => number;
	close: () => Promise<void>;
}

const QUOTED = ['username', 'realm', 'nonce', 'uri', 'cnonce', 'response', 'opaque'];
const BARE = ['username*', 'algorithm', 'qop', 'nc', 'userhash'];

const HASHES: Record<string, string> = {
	md5: 'md5',
	'sha-256': 'sha256',
	'sha-512-256': 'sha512-256',
};

interface NonceState {
	lastNc: number;
	seen: Set<number>;
	uses: number;
	sessionKey?: string;
}

function faultOfCount(
	counts: StrictServerOptions['counts'],
	{ lastNc, seen, uses }: NonceState,
	nc: number,
): string | undefined {
	if (counts === 'increasing' && !(nc > lastNc)) return 'nc not increasing';
	if (counts !== 'window') return undefined;
	if (seen.has(nc)) return 'nc twice';
	return nc <= uses - 50 || nc > uses + 50 ? 'nc outside the window' : undefined;
}

interface Params {
	values: Map<string, string>;
	problem?: string;
}

function readParams(header: string, lenient: boolean): Params {
	const values = new Map<string, string>();
	const scheme = /^Digest +/.exec(header);
	if (!scheme) return { values, problem: 'not Digest' };
	const param = /([A-Za-z*]+)=(?:"((?:[^"\\]|\\.)*)"|([^\s",]+)) *(?:, *|$)/y;
	param.lastIndex = scheme[0].length;
	while (param.lastIndex < header.length) {
		const match = param.exec(header);
		if (!match) return { values, problem: 'syntax' };
		const [, name = '', inQuotes, bare] = match;
		if (values.has(name)) return { values, problem: `${name} twice` };
		const form = inQuotes === undefined ? BARE : QUOTED;
		if (!lenient && !form.includes(name)) {
			return { values, problem: `${name} ${inQuotes === undefined ? 'unquoted' : 'quoted'}` };
		}
		values.set(name, inQuotes === undefined ? (bare ?? '') : inQuotes.replace(/\\(.)/g, '$1'));
	}
	return { values };
}

const quote = (text: string) => `"${text.replace(/(["\\])/g, '\\$1')}"`;
const wire = (text: string) => Buffer.from(text, 'utf8').toString('latin1');

async function bodyOf(request: IncomingMessage): Promise<string> {
	const chunks: Buffer[] = [];
	for await (const chunk of request) chunks.push(chunk as Buffer);
	return Buffer.concat(chunks).toString('utf8');
}

/** Starts the server on a free loopback port. */
export async function startStrictServer(options: StrictServerOptions = {}): Promise<StrictServer> {
	const {
		username = 'ada',
		password = 'correct horse',
		realm = 'minted',
		algorithm = 'MD5',
		qop = 'auth',
		opaque,
		charset = false,
		userhash = false,
		nonce: makeNonce = () => randomBytes(16).toString('hex'),
		usesPerNonce = Infinity,
		counts = 'increasing',
		lookAfterMs,
		nextnonce = false,
		sessionKey = 'first',
		lenient = false,
		challenges = (digest) => digest,
		respond = (_request, response) => response.end(Buffer.from('ok')),
	} = options;

	const requests: SeenRequest[] = [];
	const nonces = new Map<string, NonceState>();
	const algorithmName = (algorithm ?? 'MD5').toLowerCase();
	const isSession = algorithmName.endsWith('-sess');
	const hashName = HASHES[algorithmName.replace(/-sess$/, '')];
	let connections = 0;

	const h = (text: string | Buffer) => {
		if (!hashName) throw new Error(`The strict server cannot verify ${algorithmName}`);
		return createHash(hashName).update(text).digest('hex');
	};

	const issueNonce = (key?: string) => {
		const nonce = makeNonce();
		nonces.set(nonce, { lastNc: 0, seen: new Set(), uses: 0, sessionKey: key });
		return nonce;
	};

	const challenge = (stale: boolean) => {
		const params = [`realm=${quote(wire(realm))}`, `nonce=${quote(issueNonce())}`];
		if (qop !== null) params.push(`qop=${quote(qop)}`);
		if (algorithm !== null) params.push(`algorithm=${algorithm}`);
		if (opaque !== undefined) params.push(`opaque=${quote(opaque)}`);
		if (charset) params.push('charset=UTF-8');
		if (userhash) params.push('userhash=true');
		if (stale) params.push('stale=true');
		return challenges(`Digest ${params.join(', ')}`);
	};

	/** Undefined if the request is signed as it must be. */
	const findFault = (seen: SeenRequest): { fault: string; stale?: boolean } | undefined => {
		const { values, problem } = readParams(seen.authorization ?? '', lenient);
		if (problem) return { fault: problem };
		const get = (name: string) => values.get(name) ?? '';
		seen.nonce = get('nonce');
		seen.nc = values.get('nc');

		const user = values.has('username*')
			? decodeURIComponent(get('username*').replace(/^UTF-8''/, ''))
			: Buffer.from(get('username'), 'latin1').toString('utf8');
		if (values.has('username*') && values.has('username')) return { fault: 'two user names' };
		if (values.has('username*') && !charset) return { fault: 'username* unasked' };
		const expectedUser = userhash ? h(`${username}:${realm}`) : username;
		if (userhash && get('userhash') !== 'true') return { fault: 'userhash missing' };
		if (user !== expectedUser) return { fault: 'user' };
		if (get('realm') !== wire(realm)) return { fault: 'realm' };
		if (get('uri') !== seen.url) return { fault: 'uri' };
		if (values.get('opaque') !== opaque) return { fault: 'opaque' };
		if ((values.get('algorithm') ?? null) !== algorithm) return { fault: 'algorithm' };

		const chosenQop = values.get('qop');
		const offered = qop?.split(',').map((value) => value.trim()) ?? [];
		if (qop === null ? chosenQop !== undefined : !offered.includes(chosenQop ?? '')) {
			return { fault: 'qop' };
		}
		const nc = get('nc');
		if (qop === null ? values.has('nc') : !lenient && !/^[0-9a-f]{8}$/.test(nc)) {
			return { fault: 'nc spelling' };
		}

		const known = nonces.get(get('nonce'));
		let ha1 = h(`${username}:${realm}:${password}`);
		if (isSession) ha1 = known?.sessionKey ?? h(`${ha1}:${get('nonce')}:${get('cnonce')}`);
		const entity = chosenQop === 'auth-int' ? `:${h(seen.body)}` : '';
		const ha2 = h(`${seen.method}:${seen.url}${entity}`);
		const middle = chosenQop ? `${nc}:${get('cnonce')}:${chosenQop}:` : '';
		if (get('response') !== h(`${ha1}:${get('nonce')}:${middle}${ha2}`))
			return { fault: 'response' };

		if (!known || known.uses >= usesPerNonce) return { fault: 'stale', stale: true };
		const fault = chosenQop && faultOfCount(counts, known, parseInt(nc, 16));
		if (fault) return { fault };
		known.uses++;
		known.seen.add(parseInt(nc, 16));
		known.lastNc = parseInt(nc, 16);
		if (isSession && sessionKey === 'first') known.sessionKey = ha1;
		return undefined;
	};

	const server = createServer((request, response) => {
		void bodyOf(request).then(async (body) => {
			if (lookAfterMs) await delay(lookAfterMs());
			const seen: SeenRequest = {
				method: request.method ?? '',
				url: request.url ?? '',
				body,
				headers: request.headers,
				connection: (request.socket as { number?: number }).number ?? 0,
				authorization: request.headers.authorization,
				status: 0,
			};
			requests.push(seen);
			const refusal = seen.authorization === undefined ? { fault: 'unsigned' } : findFault(seen);
			if (refusal) {
				if (seen.authorization !== undefined) seen.refusal = refusal.fault;
				seen.status = 401;
				response.writeHead(401, {
					'www-authenticate': challenge('stale' in refusal && refusal.stale === true),
				});
				response.end(Buffer.from('refused'));
				return;
			}
			if (nextnonce) {
				const used = nonces.get(seen.nonce ?? '');
				nonces.delete(seen.nonce ?? '');
				response.setHeader(
					'authentication-info',
					`nextnonce=${quote(issueNonce(used?.sessionKey))}`,
				);
			}
			respond(seen, response);
			seen.status = response.statusCode;
		});
	});
	server.on('connection', (socket) => {
		(socket as { number?: number }).number = ++connections;
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));

	return {
		origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
		requests,
		connections: () => connections,
		refusedUploads: () => requests.filter((seen) => seen.status === 401 && seen.body !== '').length,
		close: () =>
			new Promise((resolve) => {
				server.close(() => resolve());
				server.closeAllConnections();
			}),
	};
}
