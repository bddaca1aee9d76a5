import { OrderLedger } from '../../../../minted/orders/placeOnce';

const placed = { state: 'placed', wish: 'a wish', result: [] } as const;
const unknown = { state: 'unknown', since: 0 } as const;

describe('The ledger', () => {
	it('forgets the oldest beyond 10,000 entries', () => {
		const ledger = new OrderLedger();
		for (let index = 0; index <= 10_000; index++) ledger.set(`${index}`, unknown);
		expect(ledger.get('0')).toBeUndefined();
		expect(ledger.get('1')).toBeDefined();
		expect(ledger.get('10000')).toBeDefined();
	});

	it('does not forget an unknown outcome for orders that went well', () => {
		const ledger = new OrderLedger();
		ledger.set('lost', unknown);
		for (let index = 0; index <= 10_000; index++) ledger.set(`${index}`, placed);
		expect(ledger.get('lost')).toBeDefined();
		expect(ledger.get('0')).toBeUndefined();
	});

	it('has one entry for a key: the last', () => {
		const ledger = new OrderLedger();
		ledger.set('key', unknown);
		ledger.set('key', placed);
		expect(ledger.get('key')?.state).toBe('placed');
		ledger.set('key', unknown);
		expect(ledger.get('key')?.state).toBe('unknown');
		ledger.delete('key');
		expect(ledger.get('key')).toBeUndefined();
	});

	it('lets what is done under one key happen one after the other, also after a failure', async () => {
		const ledger = new OrderLedger();
		const order: string[] = [];
		const work =
			(name: string, fails = false) =>
			async () => {
				order.push(`${name} begins`);
				await Promise.resolve();
				order.push(`${name} ends`);
				if (fails) throw new Error(name);
				return name;
			};
		const results = await Promise.allSettled([
			ledger.exclusive('key', work('a', true)),
			ledger.exclusive('key', work('b')),
			ledger.exclusive('other', work('c')),
		]);
		expect(results.map(({ status }) => status)).toEqual(['rejected', 'fulfilled', 'fulfilled']);
		const ofKey = order.filter((line) => !line.startsWith('c'));
		expect(ofKey).toEqual(['a begins', 'a ends', 'b begins', 'b ends']);
		expect(order.indexOf('c begins')).toBeLessThan(order.indexOf('a ends'));
	});

	it('lets nobody past where somebody gives up waiting', async () => {
		const ledger = new OrderLedger();
		const stop = new AbortController();
		const order: string[] = [];
		let end = () => {};
		const first = ledger.exclusive('key', async () => {
			await new Promise<void>((resolve) => {
				end = resolve;
			});
			order.push('first');
		});
		const second = ledger.exclusive('key', async () => void order.push('second'), stop.signal);
		const third = ledger.exclusive('key', async () => void order.push('third'));
		stop.abort();
		await expect(second).rejects.toMatchObject({ details: { kind: 'cancelled', notSent: true } });
		expect(order).toEqual([]);
		end();
		await Promise.all([first, third]);
		expect(order).toEqual(['first', 'third']);
	});
});
