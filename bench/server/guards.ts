import { createHash, randomBytes } from 'crypto';

import { DigestGuard, type DigestOptions } from '../../sandbox/digest/guard';
import { parseCredentials } from '../../sandbox/digest/header';
import { digestOptions } from '../../sandbox/options';

/** How closely a request's Digest answer is looked at. */
export type GuardName =
	/** As RFC 7616 has it, and each nonce's nc must arrive in order: the sandbox's own. */
	| 'strict'
	/** The same, but nc may arrive in any order within a window, as with Tomcat. */
	| 'shared'
	/** The hash must be right, but nc may be quoted, of any length, and used again. */
	| 'lenient'
	/** Nobody signs in. */
	| 'open';

export interface SignedRequest {
	method: string;
	target: string;
	authorization: string | undefined;
	body: Buffer;
}

/** The values of WWW-Authenticate for a request that is refused; undefined lets it pass. */
export type Guard = (request: SignedRequest) => string[] | undefined;

export const ACCOUNT = { username: 'bench-partner', password: 'bench-password' };
/** Without a comma or "=": n8n's own Digest cuts a realm there. */
export const REALM = 'Bench';

const md5 = (text: string) => createHash('md5').update(text).digest('hex');

/** H(user:realm:password). */
export const USER_HASH = md5(`${ACCOUNT.username}:${REALM}:${ACCOUNT.password}`);

/** How a guard's nonces grow old. */
export interface NonceAge {
	now: () => number;
	lifetimeMs?: number;
}

function checkingGuard(
	nonceCount: DigestOptions['nonceCount'],
	{ now, lifetimeMs }: NonceAge,
): Guard {
	const lifetime = lifetimeMs === undefined ? {} : { nonceLifetimeMs: lifetimeMs };
	const guard = new DigestGuard(
		digestOptions({ ...ACCOUNT, realm: REALM, nonceCount, ...lifetime }),
		now,
	);
	return (request) => {
		const result = guard.check(request);
		return result.ok ? undefined : guard.challenge(result.stale);
	};
}

function lenientGuard(): Guard {
	const issued = new Set<string>();
	const accepts = ({ method, target, authorization }: SignedRequest) => {
		const values = authorization === undefined ? null : parseCredentials(authorization)?.values;
		const { uri, nonce = '', nc, cnonce, qop, response } = values ?? {};
		if (uri !== target || !issued.has(nonce)) return false;
		return (
			response === md5(`${USER_HASH}:${nonce}:${nc}:${cnonce}:${qop}:${md5(`${method}:${uri}`)}`)
		);
	};
	return (request) => {
		if (accepts(request)) return undefined;
		// In hex: n8n's own Digest cuts a nonce at "=".
		const nonce = randomBytes(16).toString('hex');
		issued.add(nonce);
		return [`Digest realm="${REALM}", nonce="${nonce}", algorithm=MD5, qop="auth"`];
	};
}

const GUARDS: Record<GuardName, (age: NonceAge) => Guard> = {
	strict: (age) => checkingGuard('strict', age),
	shared: (age) => checkingGuard('window', age),
	lenient: lenientGuard,
	open: () => () => undefined,
};

export function createGuard(name: GuardName, age: NonceAge): Guard {
	return GUARDS[name](age);
}
