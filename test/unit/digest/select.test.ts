import { parseChallenges, selectDigestChallenge } from '../../../minted/digest/challenge';

const select = (header: string | string[]) => selectDigestChallenge(parseChallenges(header));
const base = 'realm="r", nonce="n"';

describe('selectDigestChallenge', () => {
	it('takes MD5 and RFC 2069 for granted where the server says nothing', () => {
		expect(select(`Digest ${base}`)).toEqual({
			realm: 'r',
			nonce: 'n',
			hash: 'MD5',
			session: false,
			stale: false,
			utf8: false,
			userhash: false,
		});
	});

	it('reads everything a server can say, in any case', () => {
		expect(
			select(
				`Digest ${base}, opaque="o", algorithm=sha-512-256-SESS, qop="AUTH", stale=TRUE, charset=utf-8, userhash=True`,
			),
		).toEqual({
			realm: 'r',
			nonce: 'n',
			opaque: 'o',
			hash: 'SHA-512-256',
			session: true,
			algorithm: 'sha-512-256-SESS',
			qop: 'auth',
			stale: true,
			utf8: true,
			userhash: true,
		});
	});

	it('prefers the strongest hash, whatever the order', () => {
		const offers = ['MD5', 'SHA-256', 'SHA-512-256'].map(
			(algorithm) => `Digest ${base}, qop="auth", algorithm=${algorithm}`,
		);
		expect(select(offers)?.hash).toBe('SHA-512-256');
		expect(select([...offers].reverse())?.hash).toBe('SHA-512-256');
		expect(select(offers.slice(0, 2).join(', '))?.hash).toBe('SHA-256');
	});

	it('prefers a strong hash with a weak qop to a weak hash', () => {
		expect(
			select([`Digest ${base}, algorithm=MD5, qop="auth"`, `Digest ${base}, algorithm=SHA-256`]),
		).toMatchObject({ hash: 'SHA-256' });
	});

	it('prefers auth to auth-int to none for the same hash', () => {
		const none = `Digest ${base}`;
		const authInt = `Digest ${base}, qop="auth-int"`;
		const auth = `Digest ${base}, qop="auth"`;
		expect(select([none, authInt, auth])?.qop).toBe('auth');
		expect(select([none, authInt])?.qop).toBe('auth-int');
		expect(select(`Digest ${base}, qop="auth-int , auth"`)?.qop).toBe('auth');
	});

	it('keeps to the order of the server among equals', () => {
		expect(
			select([
				'Digest realm="first", nonce="1", qop="auth"',
				'Digest realm="second", nonce="2", qop="auth"',
			])?.realm,
		).toBe('first');
	});

	it.each([
		['an unknown algorithm', `Digest ${base}, algorithm=SHA-1`],
		['an empty algorithm', `Digest ${base}, algorithm=""`],
		['a bare -sess', `Digest ${base}, algorithm=-sess`],
		['only unknown qop values', `Digest ${base}, qop="auth-conf"`],
		['an empty qop', `Digest ${base}, qop=""`],
		['no nonce', 'Digest realm="r"'],
		['no realm', 'Digest nonce="n"'],
		['another scheme', 'Basic realm="r", nonce="n"'],
	])('does not choose %s', (_what, header) => {
		expect(select(header)).toBeUndefined();
	});

	it('passes over what it cannot answer, however strong, for what it can', () => {
		expect(
			select([
				'Basic realm="r"',
				`Digest ${base}, algorithm=SHA3-512, qop="auth"`,
				`Digest ${base}, algorithm=SHA-512-256, qop="auth-conf"`,
				`Digest ${base}, algorithm=MD5, qop="auth-conf, auth"`,
			]),
		).toMatchObject({ hash: 'MD5', qop: 'auth' });
	});
});
