import { FieldError } from '../errors';

/** An address or a block as bytes, with the number of leading bits that count. */
interface Block {
	bytes: number[];
	bits: number;
}

/**
 * Whether `address` is one of the comma-separated addresses and blocks (CIDR), IPv4 or IPv6.
 *
 * @throws FieldError for an entry that is neither
 */
export function isAllowedIp(address: string, list: string): boolean {
	const blocks = list
		.split(',')
		.map((entry) => entry.trim())
		.filter((entry) => entry !== '')
		.map(parseBlock);
	const bytes = parseAddress(address);
	return bytes !== undefined && blocks.some((block) => contains(block, bytes));
}

function parseBlock(entry: string): Block {
	const [text = '', length, ...rest] = entry.split('/');
	const bytes = parseAddress(text);
	const bits = length === undefined ? (bytes?.length ?? 0) * 8 : Number(length);
	const valid =
		bytes !== undefined &&
		rest.length === 0 &&
		(length === undefined || /^\d{1,3}$/.test(length)) &&
		bits <= bytes.length * 8;
	if (!valid) {
		throw new FieldError(
			'IP Allow List',
			`IP Allow List contains "${entry.slice(0, 60)}", which is not an address`,
			'Use addresses or blocks separated by commas, e.g. 192.0.2.10, 198.51.100.0/24.',
		);
	}
	return { bytes, bits };
}

function contains({ bytes, bits }: Block, address: number[]): boolean {
	if (bytes.length !== address.length) return false;
	return bytes.every((byte, index) => {
		const counted = Math.min(8, Math.max(0, bits - index * 8));
		const mask = (0xff << (8 - counted)) & 0xff;
		return (byte & mask) === ((address[index] ?? 0) & mask);
	});
}

/** Bytes of an address; IPv4 inside IPv6 (::ffff:192.0.2.1) counts as IPv4. */
function parseAddress(text: string): number[] | undefined {
	const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(text);
	const plain = mapped?.[1] ?? text;
	return plain.includes(':') ? parseIpv6(plain) : parseIpv4(plain);
}

function parseIpv4(text: string): number[] | undefined {
	const parts = text.split('.');
	const valid =
		parts.length === 4 && parts.every((part) => /^\d{1,3}$/.test(part) && Number(part) < 256);
	return valid ? parts.map(Number) : undefined;
}

function parseIpv6(text: string): number[] | undefined {
	const [head = '', tail, ...rest] = text.split('::');
	if (rest.length > 0) return undefined;
	const left = head === '' ? [] : head.split(':');
	const right = tail === undefined || tail === '' ? [] : tail.split(':');
	const missing = 8 - left.length - right.length;
	if (tail === undefined ? missing !== 0 : missing < 1) return undefined;
	const groups = [...left, ...Array<string>(Math.max(0, missing)).fill('0'), ...right];
	if (!groups.every((group) => /^[0-9a-f]{1,4}$/i.test(group))) return undefined;
	return groups.flatMap((group) => {
		const value = parseInt(group, 16);
		return [value >> 8, value & 0xff];
	});
}
