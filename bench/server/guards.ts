import { createHash, randomBytes } from 'crypto';

import { DigestGuard } from '../../sandbox/digest/guard';
import { parseCredentials } from '../../sandbox/digest/header';
import { digestOptions } from '../../sandbox/options';

/** How closely a request's Digest answer is looked at. */
export type GuardName =
	/** As RFC 7616 has it, nc counted up for each nonce: the sandbox's own. */
	| 'strict'
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

export interface Guard {
	accepts(request: SignedRequest): boolean;
	/** The values of WWW-Authenticate for a refusal. */
	challenge(): string[];
}

export const ACCOUNT = { username: 'bench-partner', password: 'bench-password' };
/** Without a comma or "=": n8n's own Digest cuts a realm there. */
export const REALM = 'Bench';

const md5 = (text: string) => createHash('md5').update(text).digest('hex');

/** H(user:realm:password). */
export const USER_HASH = md5(`${ACCOUNT.username}:${REALM}:${ACCOUNT.password}`);

function strictGuard(): Guard {
	const guard = new DigestGuard(digestOptions({ ...ACCOUNT, realm: REALM }), Date.now);
	return {
		accepts: (request) => guard.check(request).ok,
		challenge: () => guard.challenge(false),
	};
}

function lenientGuard(): Guard {
	const issued = new Set<string>();
	return {
		accepts({ method, target, authorization }) {
			const values = authorization === undefined ? null : parseCredentials(authorization)?.values;
			const { uri, nonce = '', nc, cnonce, qop, response } = values ?? {};
			if (uri !== target || !issued.has(nonce)) return false;
			return (
				response === md5(`${USER_HASH}:${nonce}:${nc}:${cnonce}:${qop}:${md5(`${method}:${uri}`)}`)
			);
		},
		challenge() {
			// In hex: n8n's own Digest cuts a nonce at "=".
			const nonce = randomBytes(16).toString('hex');
			issued.add(nonce);
			return [`Digest realm="${REALM}", nonce="${nonce}", algorithm=MD5, qop="auth"`];
		},
	};
}

const GUARDS: Record<GuardName, () => Guard> = {
	strict: strictGuard,
	lenient: lenientGuard,
	open: () => ({ accepts: () => true, challenge: () => [] }),
};

export function createGuard(name: GuardName): Guard {
	return GUARDS[name]();
}
