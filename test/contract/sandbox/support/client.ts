import { createHash, randomBytes } from 'crypto';
import http from 'http';
import type { DataOf } from '../../../../minted/client/api';
import type { EndpointId } from '../../../../minted/generated/endpoints';
import type { Sandbox } from '../../../../sandbox';

export const BUY = '/partner/order/digital/buy';
export const SELL = '/partner/order/digital/sell';

export interface Reply {
	status: number;
	headers: http.IncomingHttpHeaders;
	text: string;
	/** The parsed body, or undefined when it is not JSON. */
	json: Envelope | undefined;
}

export interface Envelope {
	data: unknown;
	success: boolean;
	code: number;
	message: string;
}

/** The fields that a refusal blames, in its order. */
export function blamedFields({ json }: Reply): string[] {
	const { errors } = json?.data as { errors: object };
	return Object.keys(errors);
}

/** One request as it is, on a connection of its own. Rejects when the connection breaks. */
export function send(
	url: string,
	method = 'GET',
	headers: Record<string, string> = {},
	body?: string,
): Promise<Reply> {
	return new Promise((resolve, reject) => {
		// Node frames the body of a DELETE only when its length is told.
		const length = body === undefined ? {} : { 'content-length': Buffer.byteLength(body) };
		const options = { method, headers: { ...headers, ...length }, agent: false };
		const request = http.request(url, options, (response) => {
			const chunks: Buffer[] = [];
			response.on('data', (chunk: Buffer) => chunks.push(chunk));
			response.on('error', reject);
			response.on('end', () => {
				const text = Buffer.concat(chunks).toString('utf8');
				resolve({
					status: response.statusCode ?? 0,
					headers: response.headers,
					text,
					json: parse(text),
				});
			});
		});
		request.on('error', reject);
		request.end(body);
	});
}

export interface Challenge {
	realm: string;
	nonce: string;
	opaque: string;
	algorithm: string;
	qop?: string;
}

/** Reads the sandbox's own, simply formed challenge. */
export function readChallenge(reply: Reply): Challenge {
	const header = reply.headers['www-authenticate'] ?? '';
	const value = (name: string): string | undefined =>
		new RegExp(`\\b${name}="?([^",]+)"?`).exec(header)?.[1];
	return {
		realm: value('realm') ?? '',
		nonce: value('nonce') ?? '',
		opaque: value('opaque') ?? '',
		algorithm: value('algorithm') ?? 'MD5',
		qop: value('qop'),
	};
}

interface ToSign {
	method: string;
	uri: string;
	nc: string;
	username?: string;
	password?: string;
	body?: string;
}

const HASHES: Record<string, string> = { MD5: 'md5', 'SHA-256': 'sha256' };

/** The answer to a challenge, written out so that a test can bend each part. */
export function authorization(challenge: Challenge, request: ToSign): string {
	const { realm, nonce, opaque, algorithm, qop } = challenge;
	const hash = (text: string): string => createHash(HASHES[algorithm]!).update(text).digest('hex');
	const { method, uri, nc, username = 'demo-partner', password = 'demo-password' } = request;
	const cnonce = randomBytes(8).toString('hex');
	const ha1 = hash(`${username}:${realm}:${password}`);
	const covered = qop === 'auth-int' ? `:${hash(request.body ?? '')}` : '';
	const ha2 = hash(`${method}:${uri}${covered}`);
	const middle = qop === undefined ? nonce : `${nonce}:${nc}:${cnonce}:${qop}`;
	const counted = qop === undefined ? '' : `qop=${qop}, nc=${nc}, cnonce="${cnonce}", `;
	return (
		`Digest username="${username}", realm="${realm}", nonce="${nonce}", uri="${uri}", ` +
		`algorithm=${algorithm}, response="${hash(`${ha1}:${middle}:${ha2}`)}", ${counted}` +
		`opaque="${opaque}"`
	);
}

export interface Purchase {
	price_token: string;
	external_id: string;
	customer: { external_id: string };
	items: object[];
}

/** A partner who signs every call after one challenge. */
export class Partner {
	private challenge: Challenge | undefined;
	private count = 0;

	constructor(private readonly sandbox: Sandbox) {}

	/** The nonce is as old as the sandbox clock says, and tests move that on. */
	async call(...request: Parameters<Partner['callOnce']>): Promise<Reply> {
		const reply = await this.callOnce(...request);
		if (!reply.headers['www-authenticate']?.includes('stale=true')) return reply;
		this.challenge = readChallenge(reply);
		this.count = 0;
		return this.callOnce(...request);
	}

	async callOnce(
		method: string,
		path: string,
		body?: unknown,
		headers: Record<string, string | undefined> = {},
	): Promise<Reply> {
		const text = typeof body === 'string' || body === undefined ? body : JSON.stringify(body);
		const given = {
			'x-client-id': 'web',
			'api-version': '3',
			'accept-language': 'en',
			...(body === undefined ? {} : { 'content-type': 'application/json' }),
			...headers,
		};
		return this.sign(method, path, given, text);
	}

	private async sign(
		method: string,
		path: string,
		headers: Record<string, string | undefined>,
		body: string | undefined,
	): Promise<Reply> {
		const url = `${this.sandbox.url}${path}`;
		this.challenge ??= readChallenge(await send(url));
		const nc = (++this.count).toString(16).padStart(8, '0');
		const signed = {
			...headers,
			authorization: authorization(this.challenge, { method, uri: path, nc, body }),
		};
		const given = Object.entries(signed).filter(
			(pair): pair is [string, string] => pair[1] !== undefined,
		);
		return send(url, method, Object.fromEntries(given), body);
	}

	/** The `data` of a call that must succeed: of its type when the operation is named. */
	async data<Id extends EndpointId>(
		method: string,
		path: string,
		body?: unknown,
	): Promise<DataOf<Id>> {
		const reply = await this.call(method, path, body);
		if (reply.status !== 200) throw new Error(`${method} ${path}: ${reply.status} ${reply.text}`);
		return reply.json?.data as DataOf<Id>;
	}

	buy(body: object): Promise<DataOf<'buyDigital'>> {
		return this.data<'buyDigital'>('POST', BUY, body);
	}

	sell(body: object): Promise<DataOf<'sellDigital'>> {
		return this.data<'sellDigital'>('POST', SELL, body);
	}

	deliver(body: object): Promise<DataOf<'deliveryCreate'>> {
		return this.data<'deliveryCreate'>('POST', '/partner/delivery/create', body);
	}

	order(reference: string): Promise<DataOf<'getOrder'>> {
		return this.data<'getOrder'>('GET', `/partner/order/${encodeURIComponent(reference)}`);
	}

	orders(query = 'page=1'): Promise<DataOf<'getOrders'>> {
		return this.data<'getOrders'>('GET', `/partner/orders?${query}`);
	}

	balances(customer: string): Promise<DataOf<'getCustomerBalance'>> {
		return this.data<'getCustomerBalance'>('GET', `/partner/balance/customer/${customer}`);
	}

	prices(): Promise<DataOf<'productPrices'>> {
		return this.data<'productPrices'>('GET', '/partner/prices');
	}

	fixPrices(body: object = {}): Promise<DataOf<'priceFix'>> {
		return this.data<'priceFix'>('POST', '/partner/pricefix', { type: 'digital', ...body });
	}

	async priceToken(): Promise<string> {
		return (await this.fixPrices()).token;
	}

	/** The body of a purchase for a customer, with a fresh price token. */
	async purchase(changes: object = {}): Promise<Purchase> {
		return {
			price_token: await this.priceToken(),
			external_id: `TEST-${randomBytes(6).toString('hex')}`,
			customer: ADA,
			items: [{ sku: 'GAU', amount: 0.1 }],
			...changes,
		};
	}
}

export const ADA = {
	external_id: 'MTD-DEMO-1',
	firstname: 'Ada',
	lastname: 'Example',
	email: 'ada@example.com',
	phone: '+905550000001',
	identity_number: '10000000146',
};

/** A card that takes the 3D step, and one that does not. */
export const CARD = {
	card_holder: 'Ada Example',
	card_number: '5406670000005403',
	card_expiry: '12/40',
	card_cvv: '737',
	customer_ip: '127.0.0.1',
};
export const CARD_WITHOUT_3D = { ...CARD, card_number: '5406670000000003' };
export const DECLINED_CARD = { ...CARD, card_number: '5406670000000002' };

export const ADDRESS = {
	billing: {
		invoice_type: 'Individual',
		fullname: 'Ada Example',
		city: 'İstanbul',
		county: 'Kadıköy',
		district: 'Örnek',
		address: 'Örnek Sokak 1',
	},
	shipping: {
		fullname: 'Ada Example',
		city: 'İstanbul',
		county: 'Kadıköy',
		district: 'Örnek',
		address: 'Örnek Sokak 1',
	},
};

function parse(text: string): Envelope | undefined {
	try {
		return JSON.parse(text) as Envelope;
	} catch {
		return undefined;
	}
}
