import { readGuard } from '../../../nodes/shared/fields/placing';
import type { ItemContext } from '../../../nodes/shared/operation';

/** An item whose number fields all bring this. */
const itemWith = (seconds: number) =>
	({
		params: { flag: () => true, number: () => seconds },
		connection: { environment: 'staging', settings: { environment: 'staging', username: 'ada' } },
		execution: { getMode: () => 'trigger' },
	}) as unknown as ItemContext;

describe('Look for Lost Orders', () => {
	it.each([
		[0.3, 300],
		[30, 30_000],
		[600, 600_000],
		// Meant as milliseconds; no timer waits for longer than 24 days, it ends at once instead.
		[30_000, 600_000],
		[1e12, 600_000],
	])('of %d seconds is %d ms: ten minutes at most', (seconds, settleMs) => {
		expect(readGuard(itemWith(seconds), 'order', 'shop-1').settleMs).toBe(settleMs);
	});
});

it('An order is remembered by the address of the API, however the credential names it', () => {
	const at = (environment: string, baseUrl?: string) => {
		const settings = { environment, baseUrl, username: 'ada' };
		const item = { ...itemWith(30), connection: { environment: environment, settings } };
		return readGuard(item as unknown as ItemContext, 'order', 'shop-1').ledgerKey;
	};
	expect(at('custom', 'https://api.staging.mintedconnect.com/')).toBe(at('staging'));
	expect(at('production')).not.toBe(at('staging'));
});

describe('Whether it may have been sent before', () => {
	const guardOf = (mode: string, booked: string[] = []) => {
		const item = {
			...itemWith(30),
			execution: { getMode: () => mode },
			tool: { isBooked: (_: ItemContext, id: string) => booked.includes(id) },
		} as unknown as ItemContext;
		return readGuard(item, 'cash', 'shop-1');
	};

	it.each([
		['a retried execution', 'retry', [], true],
		[
			"a run whose stored books have it, whatever this process's memory says",
			'trigger',
			['shop-1'],
			true,
		],
		['a run whose stored books have another', 'trigger', ['shop-2'], false],
	])('in %s', (_, mode, booked, expected) => {
		expect(guardOf(mode, booked).mayHaveBeenSentBefore()).toBe(expected);
	});

	it('is asked when its turn has come, not before', () => {
		const booked: string[] = [];
		const guard = guardOf('trigger', booked);
		booked.push('shop-1');
		expect(guard.mayHaveBeenSentBefore()).toBe(true);
	});
});
