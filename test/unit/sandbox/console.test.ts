import { EventEmitter } from 'events';
import type { ServerResponse } from 'http';
import fc from 'fast-check';
import { Feed } from '../../../sandbox/console/feed';
import { isThisMachine } from '../../../sandbox/console/guard';
import { maskText, maskValue } from '../../../sandbox/console/mask';
import { Signal } from '../../../sandbox/console/signal';

/** A connection that takes what it is given until it is told to be full. */
class Connection extends EventEmitter {
	readonly written: string[] = [];
	isFull = false;
	ended = false;

	writeHead(): void {}

	write(text: string): boolean {
		this.written.push(text);
		return !this.isFull;
	}

	end(text = ''): void {
		if (text) this.written.push(text);
		this.ended = true;
	}

	get response(): ServerResponse {
		return this as unknown as ServerResponse;
	}

	/** The data of an event, in the order in which it came. */
	data(event: string): unknown[] {
		return this.written.flatMap((text) => {
			const found = new RegExp(`^event: ${event}\ndata: (.*)\n\n$`).exec(text)?.[1];
			return found === undefined ? [] : [JSON.parse(found) as unknown];
		});
	}
}

describe('the events of the console', () => {
	let changed: Signal;
	let value: number;
	let looks: number;
	let feed: Feed;

	beforeEach(() => {
		jest.useFakeTimers();
		changed = new Signal();
		value = looks = 0;
		const number = (): number => {
			looks++;
			return value;
		};
		feed = new Feed({ number, still: () => 'same' }, changed);
	});
	afterEach(() => {
		feed.close();
		jest.useRealTimers();
	});

	const open = (): Connection => {
		const connection = new Connection();
		feed.open(connection.response, {});
		return connection;
	};
	const change = (to: number): void => {
		value = to;
		changed.raise();
	};

	test('nothing is looked at while nobody watches', () => {
		change(1);
		jest.advanceTimersByTime(60_000);
		expect([looks, jest.getTimerCount()]).toEqual([0, 0]);
		open().emit('close');
		const before = looks;
		change(2);
		jest.advanceTimersByTime(60_000);
		expect([looks, jest.getTimerCount()]).toEqual([before, 0]);
	});

	test('changes shortly after each other are told once', () => {
		const viewer = open();
		for (let to = 1; to <= 50; to++) change(to);
		jest.advanceTimersByTime(100);
		expect(viewer.data('number')).toEqual([0, 50]);
		expect(viewer.data('still')).toEqual(['same']);
	});

	test('what changes without a word is found within a second', () => {
		const viewer = open();
		value = 7;
		jest.advanceTimersByTime(1000);
		expect(viewer.data('number')).toEqual([0, 7]);
	});

	test('a slow viewer skips to the newest state and holds up nobody', () => {
		const [slow, fast] = [open(), open()];
		slow.isFull = true;
		for (let to = 1; to <= 5; to++) {
			change(to);
			jest.advanceTimersByTime(100);
		}
		expect(slow.data('number')).toEqual([0, 1]);
		expect(fast.data('number')).toEqual([0, 1, 2, 3, 4, 5]);
		jest.advanceTimersByTime(60_000);
		expect(slow.written.filter((text) => text.startsWith(':'))).toEqual([]);
		slow.isFull = false;
		slow.emit('drain');
		expect(slow.data('number')).toEqual([0, 1, 5]);
	});

	test('a viewer that comes later gets everything', () => {
		open();
		change(3);
		jest.advanceTimersByTime(100);
		const late = open();
		expect([late.data('number'), late.data('still')]).toEqual([[3], ['same']]);
	});
});

describe('what the console hides', () => {
	test.each([
		['5406670000005403', '540667******5403'],
		['5406 6700 0000 5403', '540667******5403'],
		['5406-6700-0000-5403', '540667******5403'],
		['card=5406670000005403&x=1', 'card=540667******5403&x=1'],
		['id 10000000146.', 'id ***.'],
	])('is in %s', (text, masked) => expect(maskText(text)).toBe(masked));

	test.each([
		'+905550000001',
		'05550000001',
		'1790000000000',
		'2026-05-04T09:00:00.000Z',
		'MTD-DEMO-1',
		'34361E9D-E5C1-4413-A308-CAEDDE7998BD',
	])('is not in %s', (text) => expect(maskText(text)).toBe(text));

	test('is also in numbers, names and under other spellings', () => {
		expect(
			maskValue({
				identityNumber: 1000000001,
				card: { cardNumber: '5406 67', cvv: 737, CVC: '737', holder: 'Ada Example' },
				card_number: '540667******5403',
				list: [5406670000005403, 10000000146, 12.5, null, true],
				'10000000146': 1,
			}),
		).toEqual({
			identityNumber: '***',
			card: { cardNumber: '***', cvv: '***', CVC: '***', holder: 'Ada Example' },
			card_number: '540667******5403',
			list: ['540667******5403', '***', 12.5, null, true],
			'***': 1,
		});
	});

	test('is hidden wherever it stands', () => {
		const around = fc.string().filter((text) => !/[\d+-]/.test(text));
		const secret = fc.constantFrom('5406670000005403', '10000000146');
		fc.assert(
			fc.property(around, secret, around, (before, number, after) => {
				expect(JSON.stringify(maskValue({ note: before + number + after }))).not.toContain(number);
			}),
		);
	});
});

describe('the name of this machine', () => {
	test.each(['127.0.0.1', '127.0.0.1:4010', 'localhost:4010', '[::1]:4010', '127.8.9.1'])(
		'may be %s',
		(host) => expect(isThisMachine(host)).toBe(true),
	);
	test.each([
		...[
			'',
			'example.com',
			'localhost.example.com',
			'127.0.0.1.example.com',
			'example.com:127.0.0.1',
		],
		...['0.0.0.0', '[::]', '192.168.0.1', 'a@127.0.0.1', '127.0.0.1:4010\r\nx: y', 'localhost:x'],
	])('may not be %j', (host) => expect(isThisMachine(host)).toBe(false));
});
