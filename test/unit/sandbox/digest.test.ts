import { DigestGuard } from '../../../sandbox/digest/guard';
import { hash, parseCredentials, quote } from '../../../sandbox/digest/header';
import { digestOptions } from '../../../sandbox/options';

describe('the hashes of RFC 7616', () => {
	test.each([
		['MD5', 'd41d8cd98f00b204e9800998ecf8427e'],
		['SHA-256-sess', 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'],
		['SHA-512-256', 'c672b8d1ef56ed28ab87c3622c5114069bdd3ad7b8f9737498d0c01ecef0967a'],
	] as const)('%s of nothing', (algorithm, expected) => {
		expect(hash(algorithm, '')).toBe(expected);
	});

	test('the answer of section 3.9.1 with MD5', () => {
		const ha1 = hash('MD5', 'Mufasa:http-auth@example.org:Circle of Life');
		const ha2 = hash('MD5', 'GET:/dir/index.html');
		const middle =
			'7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v:00000001:' +
			'f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ:auth';
		expect(hash('MD5', `${ha1}:${middle}:${ha2}`)).toBe('8ca523f5e9506fed4657c9700eebdbec');
	});
});

describe('an Authorization header', () => {
	test('is read with quotes, escapes, commas and spaces', () => {
		const header = 'Digest a="x, \\"y\\" = z",b=1 ,  C = "" ';
		expect(parseCredentials(header.trim())).toEqual({
			values: { a: 'x, "y" = z', b: '1', c: '' },
			quoted: new Set(['a', 'c']),
		});
		expect(quote('a "b" \\')).toBe('"a \\"b\\" \\\\"');
	});

	test.each([
		'Basic abc',
		'Digest',
		'Digest a',
		'Digest a="x',
		'Digest a=x y',
		'Digest a=1, A=2',
		'Digest a=1,',
		'Digest a="1"b=2',
	])('%s is none', (header) => {
		expect(parseCredentials(header)).toBeNull();
	});

	test('cannot reach a prototype', () => {
		const { values } = parseCredentials('Digest __proto__=1') ?? { values: {} };
		expect(Object.keys(values)).toEqual(['__proto__']);
		expect(values.toString).toBeUndefined();
	});
});

describe('user names', () => {
	const options = digestOptions({ username: 'Jäsøn Doe', userhash: true });
	const guard = new DigestGuard(options, () => 0);

	/** Signs as a client would that knows the password. */
	const check = (username: string): unknown => {
		const [challenge = ''] = guard.challenge(false);
		const { realm = '', nonce = '', opaque = '' } = parseCredentials(challenge)?.values ?? {};
		const ha1 = hash('MD5', `${options.username}:${realm}:${options.password}`);
		const response = hash('MD5', `${ha1}:${nonce}:00000001:c:auth:${hash('MD5', 'GET:/')}`);
		const authorization =
			`Digest ${username}, realm="${realm}", nonce="${nonce}", uri="/", opaque="${opaque}", ` +
			`algorithm=MD5, response="${response}", qop=auth, nc=00000001, cnonce="c"`;
		return guard.check({ method: 'GET', target: '/', authorization, body: Buffer.alloc(0) });
	};

	test.each([
		['extended', `username*=UTF-8''J%C3%A4s%C3%B8n%20Doe`],
		['in UTF-8', `username="${Buffer.from('Jäsøn Doe').toString('latin1')}"`],
		['hashed', `username="${hash('MD5', 'Jäsøn Doe:Minted Connect Sandbox')}", userhash=true`],
	])('are accepted %s', (_name, username) => {
		expect(check(username)).toMatchObject({ ok: true });
	});

	test.each([
		['another', `username="Jason"`, 'unknown-user'],
		['another hash', `username="${hash('MD5', 'x')}", userhash=true`, 'unknown-user'],
		['two', `username="x", username*=UTF-8''x`, 'malformed'],
		['none', `algorithm2=x`, 'malformed'],
	])('%s is refused', (_name, username, reason) => {
		expect(check(username)).toEqual({ ok: false, reason, stale: false });
	});
});
