import fc from 'fast-check';
import { parseAuthParams, parseChallenges } from '../../../minted/digest/challenge';

/** Plain objects read better in expectations than maps. */
const read = (header: string | string[] | undefined) =>
	parseChallenges(header).map(({ scheme, token68, params }) => ({
		scheme,
		...(token68 !== undefined && { token68 }),
		...Object.fromEntries(params),
	}));

describe('parseChallenges', () => {
	describe('one challenge', () => {
		it('reads quoted and unquoted values, names in any case', () => {
			expect(
				read('Digest Realm="minted", NONCE="abc", algorithm=MD5, qop="auth,auth-int"'),
			).toEqual([
				{ scheme: 'digest', realm: 'minted', nonce: 'abc', algorithm: 'MD5', qop: 'auth,auth-int' },
			]);
		});

		it.each([
			['a comma', '"Minted, Test"', 'Minted, Test'],
			['an equals sign', '"a=b"', 'a=b'],
			['an escaped quote', '"say \\"gold\\""', 'say "gold"'],
			['an escaped backslash', '"C:\\\\minted"', 'C:\\minted'],
			['an escaped letter', '"\\m\\i"', 'mi'],
			['what looks like another challenge', '"x, Basic realm=y"', 'x, Basic realm=y'],
			['a tab', '"a\tb"', 'a\tb'],
			['nothing', '""', ''],
			['bytes beyond ASCII', '"alt\u00c4n"', 'alt\u00c4n'],
		])('reads a realm with %s', (_what, quoted, realm) => {
			expect(read(`Digest realm=${quoted}, nonce="n"`)).toEqual([
				{ scheme: 'digest', realm, nonce: 'n' },
			]);
		});

		it('keeps a base64 nonce whole, quoted or not', () => {
			expect(read('Digest nonce="Qm9v+/==", realm="r"')[0]).toMatchObject({ nonce: 'Qm9v+/==' });
			expect(read('Digest nonce=Qm9v+/==, realm="r"')[0]).toMatchObject({ nonce: 'Qm9v+/==' });
		});

		it('allows blanks around the equals sign and empty list elements', () => {
			expect(read(' , Digest , realm = "r" ,, nonce\t=\t"n" , ')).toEqual([
				{ scheme: 'digest', realm: 'r', nonce: 'n' },
			]);
		});

		it('forgives a missing comma between parameters', () => {
			expect(read('Digest realm="r" nonce="n" qop="auth"')).toEqual([
				{ scheme: 'digest', realm: 'r', nonce: 'n', qop: 'auth' },
			]);
		});

		it('counts the first of a repeated parameter', () => {
			expect(read('Digest realm="first", realm="second"')).toEqual([
				{ scheme: 'digest', realm: 'first' },
			]);
		});

		it('keeps names that objects treat specially', () => {
			const [challenge] = parseChallenges('Digest __proto__="x", constructor="y"');
			expect([...(challenge?.params ?? [])]).toEqual([
				['__proto__', 'x'],
				['constructor', 'y'],
			]);
		});
	});

	describe('several challenges', () => {
		const both = [
			{ scheme: 'basic', realm: 'a, b' },
			{ scheme: 'digest', realm: 'minted', nonce: 'n' },
		];

		it('reads them from one header', () => {
			expect(read('Basic realm="a, b", Digest realm="minted", nonce="n"')).toEqual(both);
		});

		it('reads them from several headers', () => {
			expect(read(['Basic realm="a, b"', 'Digest realm="minted", nonce="n"'])).toEqual(both);
		});

		it('does not carry parameters from one header line into the next', () => {
			expect(read(['Digest realm="r"', 'nonce="n"'])).toEqual([{ scheme: 'digest', realm: 'r' }]);
		});

		it('reads schemes without parameters and schemes with a token68', () => {
			expect(read('Negotiate, NTLM TlRMTVNTUAAC+/=, Digest realm="r", Bearer')).toEqual([
				{ scheme: 'negotiate' },
				{ scheme: 'ntlm', token68: 'TlRMTVNTUAAC+/=' },
				{ scheme: 'digest', realm: 'r' },
				{ scheme: 'bearer' },
			]);
		});
	});

	describe('what is wrong', () => {
		it.each([
			['no header', undefined],
			['an empty header', ''],
			['an empty list', [] as string[]],
			['only separators', ' ,, \t,'],
			['a parameter without a scheme', 'realm="r", nonce="n"'],
		])('finds no challenge in %s', (_what, header) => {
			expect(read(header)).toEqual([]);
		});

		it('drops a quoted string that never ends', () => {
			expect(read('Digest realm="r", nonce="abc')).toEqual([{ scheme: 'digest', realm: 'r' }]);
			expect(read('Digest realm="r", nonce="abc\\')).toEqual([{ scheme: 'digest', realm: 'r' }]);
		});

		it.each(['\r\nX-Evil: 1', '\0', '\u007f', '\\\n'])(
			'drops a quoted string with the control character in %j, and reads on',
			(evil) => {
				expect(read(`Digest realm="r${evil}", nonce="n"`)).toEqual([
					{ scheme: 'digest', nonce: 'n' },
				]);
			},
		);

		it('steps over stray characters and stray quoted strings', () => {
			expect(read('Digest ;;; "stray, Basic", realm="r" @ nonce="n"')).toEqual([
				{ scheme: 'digest', realm: 'r', nonce: 'n' },
			]);
		});
	});

	describe('limits', () => {
		it('reads 16 KiB and not a byte more, over all header lines', () => {
			const start = 'Digest realm="r", nonce="';
			const fits = `${start}${'n'.repeat(16 * 1024 - start.length - 1)}"`;
			expect(fits).toHaveLength(16 * 1024);
			expect(parseChallenges(fits)).toHaveLength(1);
			expect(parseChallenges(`${fits} `)).toEqual([]);
			expect(parseChallenges([fits, ' '])).toEqual([]);
		});

		it('reads 50 challenges and not one more, over all header lines', () => {
			const fifty = Array.from({ length: 50 }, (_, i) => `Digest realm="${i}"`);
			expect(parseChallenges(fifty.join(', '))).toHaveLength(50);
			expect(parseChallenges(fifty)).toHaveLength(50);
			expect(parseChallenges([...fifty, 'Basic realm="x"'])).toEqual([]);
		});
	});
});

describe('parseAuthParams', () => {
	it('reads Authentication-Info', () => {
		const info = 'qop=auth, rspauth="6629fae4", cnonce="0a4f", nc=00000001, nextnonce="47364c=="';
		expect(Object.fromEntries(parseAuthParams(info))).toEqual({
			qop: 'auth',
			rspauth: '6629fae4',
			cnonce: '0a4f',
			nc: '00000001',
			nextnonce: '47364c==',
		});
	});

	it('gives nothing for no header', () => {
		expect(parseAuthParams(undefined).size).toBe(0);
	});
});

describe('for any input', () => {
	/** Everything a quoted-string can hold. */
	const quotable = fc
		.array(
			fc.oneof(
				fc.constantFrom('"', '\\', ',', '=', ' ', '\t', 'Digest ', 'a'),
				fc.integer({ min: 0x20, max: 0x7e }).map((code) => String.fromCharCode(code)),
				fc.integer({ min: 0x80, max: 0xff }).map((code) => String.fromCharCode(code)),
			),
			{ maxLength: 60 },
		)
		.map((parts) => parts.join(''));
	const name = fc.stringMatching(/^[a-z][a-z0-9_*-]{0,9}$/);
	const scheme = fc.constantFrom('digest', 'basic', 'bearer', 'x-minted');
	const separator = fc.constantFrom(',', ', ', ' ,\t', ',, ,');
	const quote = (text: string) => `"${text.replace(/["\\]/g, '\\$&')}"`;

	it('gives back every quoted string of every challenge', () => {
		fc.assert(
			fc.property(
				fc.array(
					fc.record({
						scheme,
						params: fc.uniqueArray(fc.tuple(name, quotable), {
							selector: ([key]) => key,
							minLength: 1,
							maxLength: 8,
						}),
					}),
					{ maxLength: 5 },
				),
				separator,
				fc.boolean(),
				(challenges, comma, severalLines) => {
					const lines = challenges.map(
						(challenge) =>
							`${challenge.scheme} ${challenge.params
								.map(([key, value]) => `${key}=${quote(value)}`)
								.join(comma)}`,
					);
					const parsed = parseChallenges(severalLines ? lines : lines.join(comma));
					expect(parsed.map((one) => ({ scheme: one.scheme, params: [...one.params] }))).toEqual(
						challenges,
					);
				},
			),
			{ numRuns: 500 },
		);
	});

	/** Text made of the pieces that a parser stumbles over, besides plain noise. */
	const hostile = fc.oneof(
		fc.string({ unit: 'binary', maxLength: 300 }),
		fc
			.array(
				fc.constantFrom(
					'Digest',
					'Basic',
					' ',
					'\t',
					',',
					'=',
					'==',
					'"',
					'\\',
					'\\"',
					'realm',
					'nonce="n"',
					'abc/+~',
					'\0',
					'\r\n',
					'\u{1f947}',
					';',
				),
				{ maxLength: 120 },
			)
			.map((parts) => parts.join('')),
	);

	it('never throws, and gives no value with a control character that could split a header', () => {
		fc.assert(
			fc.property(fc.oneof(hostile, fc.array(hostile, { maxLength: 4 })), (header) => {
				parseAuthParams(header);
				for (const { scheme: found, params } of parseChallenges(header)) {
					expect(found).toMatch(/^[!#$%&'*+\-.^_`|~0-9a-z]+$/);
					for (const value of params.values()) expect(value).not.toMatch(/[\r\n\0]/);
				}
			}),
			{ numRuns: 2000 },
		);
	});

	describe('looks at each character a few times at most', () => {
		/** How often the parser looked at a character of the header. */
		const looks = (header: string): number => {
			const { charCodeAt } = String.prototype;
			let count = 0;
			String.prototype.charCodeAt = function (index) {
				count++;
				return charCodeAt.call(this, index);
			};
			try {
				parseChallenges(header);
			} finally {
				String.prototype.charCodeAt = charCodeAt;
			}
			return count;
		};
		const SIZE = 16 * 1024;
		const fill = (piece: string) => piece.repeat(SIZE / piece.length).slice(0, SIZE);

		it.each([
			['an endless scheme', 'a'],
			['endless equals signs', '='],
			['endless blanks', ' '],
			['endless commas', ','],
			['endless quotes', '"'],
			['endless backslashes in a quoted string', '"\\'],
			['schemes without commas', 'a '],
			['schemes far apart', 'a               '],
			['token68 that turn out to be none', 'a b== c'],
			['parameters without values', 'a=,'],
			['strings that begin and never end', 'a="'],
		])('%s', (_what, piece) => {
			const count = looks(fill(piece));
			expect(count).toBeGreaterThanOrEqual(SIZE);
			expect(count).toBeLessThanOrEqual(6 * SIZE);
		});

		it('any mixture', () => {
			fc.assert(
				fc.property(hostile, (header) => {
					expect(looks(header)).toBeLessThanOrEqual(6 * header.length);
				}),
				{ numRuns: 500 },
			);
		});
	});
});
