import { createHash } from 'node:crypto';
import {
	parseChallenges,
	selectDigestChallenge,
	type DigestChallenge,
} from '../../../minted/digest/challenge';
import { createAuthorization } from '../../../minted/digest/answer';

function challenge(header: string): DigestChallenge {
	const selected = selectDigestChallenge(parseChallenges(header));
	if (!selected) throw new Error(`No challenge selected from ${header}`);
	return selected;
}

/** The parameters of an Authorization value, exactly as written. */
const written = (authorization: string) =>
	Object.fromEntries(
		authorization
			.replace(/^Digest /, '')
			.split(', ')
			.map((param) => [param.slice(0, param.indexOf('=')), param.slice(param.indexOf('=') + 1)]),
	);

describe('RFC 7616 section 3.9.1', () => {
	const common =
		'realm="http-auth@example.org", qop="auth, auth-int", ' +
		'nonce="7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v", ' +
		'opaque="FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS"';
	const answer = (algorithm: string) =>
		createAuthorization({
			challenge: challenge(`Digest ${common}, algorithm=${algorithm}`),
			credentials: { username: 'Mufasa', password: 'Circle of Life' },
			method: 'GET',
			uri: '/dir/index.html',
			cnonce: 'f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ',
			nc: 1,
		});

	it('gives the response of the MD5 example', () => {
		expect(written(answer('MD5')).response).toBe('"8ca523f5e9506fed4657c9700eebdbec"');
	});

	it('gives the whole header of the SHA-256 example', () => {
		expect(written(answer('SHA-256'))).toEqual({
			username: '"Mufasa"',
			realm: '"http-auth@example.org"',
			uri: '"/dir/index.html"',
			algorithm: 'SHA-256',
			nonce: '"7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v"',
			nc: '00000001',
			cnonce: '"f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ"',
			qop: 'auth',
			response: '"753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1"',
			opaque: '"FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS"',
		});
	});
});

/*
 * The values printed in RFC 7616 section 3.9.2 are those of SHA-512 cut to 256 bits. SHA-512/256 of
 * FIPS 180-4, which the section names, has initial values of its own and gives other results; they are
 * in erratum 4897. This client computes the real function, as the IANA registry and OpenSSL mean it.
 */
describe('RFC 7616 section 3.9.2 (SHA-512-256, charset, userhash)', () => {
	const username = 'J\u00e4s\u00f8n Doe';
	const password = 'Secret, or not?';
	const nonce = '5TsQWLVdgBdmrQ0XsxbDODV+57QdFR34I9HAbC/RVvkK';
	const cnonce = 'NTg6RKcb9boFIAS3KrFK9BGeh+iDa/sm6jUMp2wds69v';
	const offer =
		`Digest realm="api@example.org", qop="auth", algorithm=SHA-512-256, nonce="${nonce}", ` +
		'opaque="HRPCssKJSGjCrkzDg8OhwpzCiGPChXYjwrI2QmXDnsOS", charset=UTF-8';
	const answer = (header: string) =>
		written(
			createAuthorization({
				challenge: challenge(header),
				credentials: { username, password },
				method: 'GET',
				uri: '/doe.json',
				cnonce,
				nc: 1,
			}),
		);

	it('gives the response and the userhash of erratum 4897', () => {
		expect(answer(`${offer}, userhash=true`)).toEqual({
			username: '"793263caabb707a56211940d90411ea4a575adeccb7e360aeb624ed06ece9b0b"',
			realm: '"api@example.org"',
			uri: '"/doe.json"',
			algorithm: 'SHA-512-256',
			nonce: `"${nonce}"`,
			nc: '00000001',
			cnonce: `"${cnonce}"`,
			qop: 'auth',
			response: '"3798d4131c277846293534c3edc11bd8a5e4cdcbff78b05db9d95eeb1cec68a5"',
			opaque: '"HRPCssKJSGjCrkzDg8OhwpzCiGPChXYjwrI2QmXDnsOS"',
			userhash: 'true',
		});
	});

	it('without userhash sends the user name as username*, with the same response', () => {
		const params = answer(offer);
		expect(params['username*']).toBe("UTF-8''J%C3%A4s%C3%B8n%20Doe");
		expect(params).not.toHaveProperty('username');
		expect(params.response).toBe(
			'"3798d4131c277846293534c3edc11bd8a5e4cdcbff78b05db9d95eeb1cec68a5"',
		);
	});

	it('is printed in the RFC with SHA-512 cut to 256 bits, which is another function', () => {
		const cut = (text: string) => createHash('sha512').update(text).digest('hex').slice(0, 64);
		const ha1 = cut(`${username}:api@example.org:${password}`);
		const ha2 = cut('GET:/doe.json');
		expect(cut(`${username}:api@example.org`)).toBe(
			'488869477bf257147b804c45308cd62ac4e25eb717b12b298c79e62dcea254ec',
		);
		expect(cut(`${ha1}:${nonce}:00000001:${cnonce}:auth:${ha2}`)).toBe(
			'ae66e67d6b427bd3f120414a82e4acff38e8ecd9101d6c861229025f607a79dd',
		);
	});
});

describe('earlier RFCs', () => {
	const nonce = 'dcd98b7102dd2f0e8b11d0f600bfb0c093';
	const opaque = '5ccc069c403ebaf9f0171e9517f40e41';

	it('gives the header of RFC 2617 section 3.5', () => {
		const params = written(
			createAuthorization({
				challenge: challenge(
					`Digest realm="testrealm@host.com", qop="auth,auth-int", nonce="${nonce}", opaque="${opaque}"`,
				),
				credentials: { username: 'Mufasa', password: 'Circle Of Life' },
				method: 'GET',
				uri: '/dir/index.html',
				cnonce: '0a4f113b',
				nc: 1,
			}),
		);
		expect(params).toEqual({
			username: '"Mufasa"',
			realm: '"testrealm@host.com"',
			nonce: `"${nonce}"`,
			uri: '"/dir/index.html"',
			qop: 'auth',
			nc: '00000001',
			cnonce: '"0a4f113b"',
			response: '"6629fae49393a05397450978507c4ef1"',
			opaque: `"${opaque}"`,
		});
	});

	it('gives the response of RFC 2069 section 2.4 as its errata correct it', () => {
		const params = written(
			createAuthorization({
				challenge: challenge(
					`Digest realm="testrealm@host.com", nonce="${nonce}", opaque="${opaque}"`,
				),
				credentials: { username: 'Mufasa', password: 'CircleOfLife' },
				method: 'GET',
				uri: '/dir/index.html',
				cnonce: 'unused',
				nc: 1,
			}),
		);
		expect(params).toEqual({
			username: '"Mufasa"',
			realm: '"testrealm@host.com"',
			nonce: `"${nonce}"`,
			uri: '"/dir/index.html"',
			response: '"1949323746fe6a43ef61f9606e7febea"',
			opaque: `"${opaque}"`,
		});
	});
});
