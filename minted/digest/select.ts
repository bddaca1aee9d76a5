import type { AuthChallenge } from './challenge';

/** The hash functions of Digest, weakest first. */
const HASHES = ['MD5', 'SHA-256', 'SHA-512-256'] as const;

export type DigestHash = (typeof HASHES)[number];

export type Qop = 'auth' | 'auth-int';

/** A Digest challenge that this client can answer. */
export interface DigestChallenge {
	realm: string;
	nonce: string;
	opaque?: string;
	hash: DigestHash;
	/** Whether the algorithm is a `-sess` form. */
	session: boolean;
	/** As the server spelt it, to be sent back; absent if it sent none, which means MD5. */
	algorithm?: string;
	/** The one to use; absent if the server offered none (RFC 2069). */
	qop?: Qop;
	stale: boolean;
	/** Whether the server announced charset=UTF-8. */
	utf8: boolean;
	userhash: boolean;
}

const isTrue = (value: string | undefined) => value?.toLowerCase() === 'true';

function readAlgorithm(name: string): Pick<DigestChallenge, 'hash' | 'session'> | undefined {
	const [, base, suffix] = /^(.+?)(-sess)?$/i.exec(name) ?? [];
	const hash = HASHES.find((candidate) => candidate === base?.toUpperCase());
	return hash && { hash, session: suffix !== undefined };
}

/** `none` when the server offered none, undefined when it offered only unknown ones. */
function readQop(offer: string | undefined): Qop | 'none' | undefined {
	if (offer === undefined) return 'none';
	const offered = offer.split(',').map((value) => value.trim().toLowerCase());
	return (['auth', 'auth-int'] as const).find((qop) => offered.includes(qop));
}

/** The challenge as this client would answer it, or undefined if it cannot. */
function readDigestChallenge({ scheme, params }: AuthChallenge): DigestChallenge | undefined {
	if (scheme !== 'digest') return undefined;
	const realm = params.get('realm');
	const nonce = params.get('nonce');
	const spelling = params.get('algorithm');
	const algorithm = readAlgorithm(spelling ?? 'MD5');
	const qop = readQop(params.get('qop'));
	if (realm === undefined || nonce === undefined || !algorithm || !qop) return undefined;
	const opaque = params.get('opaque');
	return {
		realm,
		nonce,
		...(opaque !== undefined && { opaque }),
		...algorithm,
		...(spelling !== undefined && { algorithm: spelling }),
		...(qop !== 'none' && { qop }),
		stale: isTrue(params.get('stale')),
		utf8: params.get('charset')?.toLowerCase() === 'utf-8',
		userhash: isTrue(params.get('userhash')),
	};
}

const QOP_RANK = { auth: 2, 'auth-int': 1, none: 0 };

const rank = ({ hash, qop }: DigestChallenge) => HASHES.indexOf(hash) * 3 + QOP_RANK[qop ?? 'none'];

/**
 * Chooses the Digest challenge to answer: the strongest hash first (SHA-512-256, SHA-256, MD5), then
 * qop auth before auth-int before none, then the server's own order. Challenges with an unknown
 * algorithm, no supported qop, or no realm or nonce are passed over, and so is every other scheme.
 *
 * @returns undefined if there is none that this client can answer
 * @see RFC 7616 sections 3.3 and 3.7
 */
export function selectDigestChallenge(challenges: AuthChallenge[]): DigestChallenge | undefined {
	return challenges
		.map(readDigestChallenge)
		.filter((challenge) => challenge !== undefined)
		.reduce<DigestChallenge | undefined>(
			(best, candidate) => (best && rank(best) >= rank(candidate) ? best : candidate),
			undefined,
		);
}
