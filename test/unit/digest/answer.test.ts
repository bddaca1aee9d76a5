import { createHash } from 'node:crypto';
import type { DigestChallenge } from '../../../minted/digest/challenge';
import { createAuthorization, type AuthorizationInput } from '../../../minted/digest/answer';

const md5 = (text: string | Buffer) => createHash('md5').update(text).digest('hex');

const challenge: DigestChallenge = {
	realm: 'minted',
	nonce: 'n0nce',
	hash: 'MD5',
	session: false,
	qop: 'auth',
	stale: false,
	utf8: false,
	userhash: false,
};

type Changes = Partial<Omit<AuthorizationInput, 'challenge'>> & {
	challenge?: Partial<DigestChallenge>;
};

const sign = ({ challenge: changed, ...rest }: Changes = {}) =>
	createAuthorization({
		credentials: { username: 'ada', password: 'secret' },
		method: 'POST',
		uri: '/partner/orders?page=2',
		cnonce: 'c0nce',
		nc: 1,
		...rest,
		challenge: { ...challenge, ...changed },
	});

const response = (authorization: string) => /response="([0-9a-f]+)"/.exec(authorization)?.[1];

describe('createAuthorization', () => {
	it('gives the same text for the same input', () => {
		expect(sign()).toBe(sign());
	});

	it('signs method, query string included uri, nonce, count and cnonce', () => {
		const ha2 = md5('POST:/partner/orders?page=2');
		expect(response(sign())).toBe(
			md5(`${md5('ada:minted:secret')}:n0nce:00000001:c0nce:auth:${ha2}`),
		);
	});

	it('quotes what RFC 7616 wants quoted and nothing else', () => {
		const text = sign({ challenge: { algorithm: 'MD5', opaque: 'o', userhash: true } });
		const quoted = [...text.matchAll(/ ([a-z]+)="/g)].map(([, name]) => name);
		const bare = [...text.matchAll(/ ([a-z]+)=(?!")/g)].map(([, name]) => name);
		expect(quoted.sort()).toEqual(
			['cnonce', 'nonce', 'opaque', 'realm', 'response', 'uri', 'username'].sort(),
		);
		expect(bare.sort()).toEqual(['algorithm', 'nc', 'qop', 'userhash']);
	});

	it('sends algorithm, opaque and userhash back only if the server sent them', () => {
		expect(sign()).not.toMatch(/algorithm|opaque|userhash/);
		expect(sign({ challenge: { algorithm: 'md5', opaque: '' } })).toMatch(
			/algorithm=md5, .*opaque=""/,
		);
	});

	it.each([
		[1, '00000001'],
		[10, '0000000a'],
		[255, '000000ff'],
		[0xffffffff, 'ffffffff'],
	])('writes nc %d as %s', (nc, text) => {
		expect(sign({ nc })).toContain(`, nc=${text}, `);
	});

	it.each([0, -1, 1.5, NaN, 0x1_0000_0000])('refuses %d as nc', (nc) => {
		expect(() => sign({ nc })).toThrow(RangeError);
	});

	describe('quality of protection', () => {
		it('auth-int signs the bytes of the body', () => {
			const ha2 = md5(`POST:/partner/orders?page=2:${md5('{"ad":"Ayşe"}')}`);
			const text = sign({ challenge: { qop: 'auth-int' }, body: '{"ad":"Ayşe"}' });
			expect(text).toContain('qop=auth-int,');
			expect(response(text)).toBe(
				md5(`${md5('ada:minted:secret')}:n0nce:00000001:c0nce:auth-int:${ha2}`),
			);
		});

		it('auth-int signs no body as an empty one', () => {
			const authInt = { challenge: { qop: 'auth-int' } } as const;
			expect(response(sign(authInt))).toBe(response(sign({ ...authInt, body: '' })));
		});

		it('auth does not look at the body', () => {
			expect(sign({ body: 'x' })).toBe(sign());
		});

		it('none leaves out nc, cnonce and qop (RFC 2069)', () => {
			const text = sign({ challenge: { qop: undefined } });
			expect(text).not.toMatch(/nc=|cnonce=|qop=/);
			expect(response(text)).toBe(
				md5(`${md5('ada:minted:secret')}:n0nce:${md5('POST:/partner/orders?page=2')}`),
			);
		});
	});

	describe('-sess', () => {
		const ha1 = md5(`${md5('ada:minted:secret')}:n0nce:c0nce`);
		const ha2 = md5('POST:/partner/orders?page=2');

		it('binds H(A1) to nonce and cnonce', () => {
			expect(response(sign({ challenge: { session: true } }))).toBe(
				md5(`${ha1}:n0nce:00000001:c0nce:auth:${ha2}`),
			);
		});

		it('without qop still sends the cnonce, without which nobody could verify it', () => {
			const text = sign({ challenge: { session: true, qop: undefined } });
			expect(text).toContain('cnonce="c0nce"');
			expect(text).not.toMatch(/nc=|qop=/);
			expect(response(text)).toBe(md5(`${ha1}:n0nce:${ha2}`));
		});
	});

	describe('names', () => {
		it('escapes quotes and backslashes on the wire and signs them bare', () => {
			const text = sign({
				challenge: { realm: 'the "gold" \\ realm, a=b', opaque: '"\\' },
				credentials: { username: 'a"d\\a', password: 'secret' },
				uri: '/x?q=\\',
			});
			expect(text).toContain('username="a\\"d\\\\a", realm="the \\"gold\\" \\\\ realm, a=b"');
			expect(text).toContain('uri="/x?q=\\\\"');
			expect(text).toContain('opaque="\\"\\\\"');
			const ha1 = md5('a"d\\a:the "gold" \\ realm, a=b:secret');
			expect(response(text)).toBe(md5(`${ha1}:n0nce:00000001:c0nce:auth:${md5('POST:/x?q=\\')}`));
		});

		const turkish = { username: 'ayşe', password: 'şifre' };
		const ha1 = md5('ayşe:minted:şifre');
		const expected = md5(`${ha1}:n0nce:00000001:c0nce:auth:${md5('POST:/partner/orders?page=2')}`);

		it('sends other scripts as username* where the server speaks UTF-8', () => {
			const text = sign({ challenge: { utf8: true }, credentials: turkish });
			expect(text).toContain("Digest username*=UTF-8''ay%C5%9Fe, ");
			expect(response(text)).toBe(expected);
		});

		it('sends them as UTF-8 bytes where it does not say', () => {
			const text = sign({ credentials: turkish });
			expect(text).toContain(`username="${Buffer.from('ayşe').toString('latin1')}"`);
			expect(response(text)).toBe(expected);
		});

		it('keeps a plain name plain where the server speaks UTF-8', () => {
			expect(sign({ challenge: { utf8: true } })).toContain('username="ada"');
		});

		it('escapes in username* all that RFC 5987 does not allow bare', () => {
			const credentials = { username: 'ş\'(*)%;,/ "é!#$&+-.^_`|~', password: '' };
			expect(sign({ challenge: { utf8: true }, credentials })).toContain(
				"username*=UTF-8''%C5%9F%27%28%2A%29%25%3B%2C%2F%20%22%C3%A9!#$&+-.^_`|~, ",
			);
		});

		it('normalizes to form C where the server speaks UTF-8, and only there', () => {
			const composed = { username: 'andr\u00e9', password: '\u00fc' };
			const decomposed = { username: 'andre\u0301', password: 'u\u0308' };
			const utf8 = { challenge: { utf8: true } };
			expect(sign({ ...utf8, credentials: decomposed })).toBe(
				sign({ ...utf8, credentials: composed }),
			);
			expect(sign({ credentials: decomposed })).not.toBe(sign({ credentials: composed }));
		});

		it('userhash hides the name and signs as without', () => {
			const text = sign({ challenge: { userhash: true, utf8: true }, credentials: turkish });
			expect(text).toContain(`username="${md5('ayşe:minted')}", userhash=true, `);
			expect(response(text)).toBe(expected);
		});

		it('gives back the bytes of a realm and a nonce as they came', () => {
			const bytes = Buffer.from('altın');
			const text = sign({ challenge: { realm: bytes.toString('latin1') } });
			expect(text).toContain(`realm="${bytes.toString('latin1')}"`);
			const secret = md5(Buffer.concat([Buffer.from('ada:'), bytes, Buffer.from(':secret')]));
			expect(response(text)).toBe(
				md5(`${secret}:n0nce:00000001:c0nce:auth:${md5('POST:/partner/orders?page=2')}`),
			);
		});

		it('takes a realm that the HTTP stack decoded back to its UTF-8 bytes', () => {
			expect(sign({ challenge: { realm: 'altın' } })).toBe(
				sign({ challenge: { realm: Buffer.from('altın').toString('latin1') } }),
			);
		});

		it.each(['a\r\nX-Evil: 1', 'a\0', '\u007f'])('refuses the user name %j', (username) => {
			expect(() => sign({ credentials: { username, password: '' } })).toThrow(TypeError);
		});

		it('never writes a character that no header can carry', () => {
			const text = sign({
				challenge: { realm: 'altın', nonce: 'ş', opaque: '金' },
				credentials: { username: '金子', password: '金' },
			});
			expect(text).toMatch(/^[ -~\x80-\xff]+$/);
		});
	});
});
