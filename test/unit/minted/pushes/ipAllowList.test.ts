import fc from 'fast-check';
import { isIP, BlockList } from 'node:net';
import { FieldError } from '../../../../minted/errors';
import { isAllowedIp } from '../../../../minted/pushes/ipAllowList';

describe('An allow list', () => {
	it.each([
		['192.0.2.10', '192.0.2.10', true],
		['192.0.2.10', '192.0.2.11', false],
		['192.0.2.10', '198.51.100.0/24, 192.0.2.0/28', true],
		['192.0.2.16', '192.0.2.0/28', false],
		['203.0.113.7', '0.0.0.0/0', true],
		['::1', '0.0.0.0/0', false],
		['::ffff:192.0.2.10', '192.0.2.10', true],
		['2001:db8::1', '2001:db8::/32', true],
		['2001:DB8:0:0:0:0:0:1', '2001:db8::1/128', true],
		['2001:db9::1', '2001:db8::/32', false],
		['192.0.2.10', '', false],
		['not an address', '0.0.0.0/0, ::/0', false],
		['', '0.0.0.0/0', false],
	])('%s is in "%s": %p', (address, list, allowed) => {
		expect(isAllowedIp(address, list)).toBe(allowed);
	});

	it.each([
		'example.com',
		'192.0.2',
		'192.0.2.256',
		'192.0.2.0/33',
		'192.0.2.0/x',
		'192.0.2.0/1/2',
		'1::2::3',
		'1:2:3',
	])('refuses the entry %s, in words', (entry) => {
		expect(() => isAllowedIp('192.0.2.10', `192.0.2.10, ${entry}`)).toThrow(FieldError);
		expect(() => isAllowedIp('192.0.2.10', entry)).toThrow(`"${entry}", which is not an address`);
	});

	it.each([
		['ipv4', fc.ipV4(), 32],
		['ipv6', fc.ipV6(), 128],
	] as const)('agrees with that of Node for %s', (family, address, most) => {
		fc.assert(
			fc.property(address, address, fc.integer({ min: 0, max: most }), (one, net, bits) => {
				fc.pre(isIP(one) > 0 && isIP(net) > 0 && !/\./.test(family === 'ipv6' ? one + net : ''));
				const reference = new BlockList();
				reference.addSubnet(net, bits, family);
				expect(isAllowedIp(one, `${net}/${bits}`)).toBe(reference.check(one, family));
			}),
		);
	});
});
