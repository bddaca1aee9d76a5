import { readGuard } from '../../../nodes/shared/fields/placing';
import type { ItemContext } from '../../../nodes/shared/operation';

/** An item whose number fields all bring this. */
const itemWith = (seconds: number) =>
	({
		params: { flag: () => true, number: () => seconds },
		connection: { environment: 'staging', settings: { username: 'ada' } },
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
