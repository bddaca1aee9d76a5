import fc from 'fast-check';
import type { Order } from '../../../../minted/model';
import {
	compareOrders,
	firstDayToRead,
	isBefore,
	turkishDay,
	type PollState,
} from '../../../../minted/orders/poll';

const TODAY = '2026-11-02';
const FIRST = '2026-10-31';
const EMPTY: PollState = { seen: {}, polledOn: TODAY };

const order = (guid: string, status_name = 'Created', order_at = '02-11-2026 12:00') =>
	({ guid, status_name, order_at, items: [] }) as unknown as Order;
const compare = (state: PollState, ...orders: Order[]) =>
	compareOrders(state, orders, TODAY, FIRST);
const told = ({ changes }: ReturnType<typeof compareOrders>) =>
	changes.map(({ order: { guid, status_name }, change, previousStatus }) => [
		guid,
		change,
		previousStatus,
		status_name,
	]);

it('A new order is told once, its change of status once', () => {
	const first = compare(EMPTY, order('a'));
	expect(told(first)).toEqual([['a', 'new', null, 'Created']]);
	const second = compare(first.state, order('a'));
	expect(told(second)).toEqual([]);
	const third = compare(second.state, order('a', 'Completed'));
	expect(told(third)).toEqual([['a', 'status', 'Created', 'Completed']]);
});

it('Changes come oldest first', () => {
	const { changes } = compare(
		EMPTY,
		order('late', 'Created', '02-11-2026 13:00'),
		order('early', 'Created', '01-11-2026 13:00'),
	);
	expect(changes.map(({ order: { guid } }) => guid)).toEqual(['early', 'late']);
});

it('Of one minute, those come first that stand last in a list with the newest first', () => {
	const { changes } = compare(EMPTY, order('third'), order('second'), order('first'));
	expect(changes.map(({ order: { guid } }) => guid)).toEqual(['first', 'second', 'third']);
});

it('What is older than the window is neither told nor remembered', () => {
	const { changes, state } = compare(EMPTY, order('old', 'Created', '30-10-2026 23:59'));
	expect([changes, state.seen]).toEqual([[], {}]);
});

it('The state is plain JSON, and the orders in it are forgotten with the window', () => {
	const { state } = compare(EMPTY, order('a', 'Created', '31-10-2026 08:00'), order('b'));
	expect(JSON.parse(JSON.stringify(state))).toEqual(state);
	const later = compareOrders(state, [], '2026-11-03', '2026-11-01');
	expect(Object.keys(later.state.seen)).toEqual(['b']);
});

it('Beyond 10,000 orders the oldest are forgotten, and not told again', () => {
	const many = Array.from({ length: 10_001 }, (_, index) =>
		order(
			`g${index}`,
			'Created',
			`02-11-2026 ${String(8 + (index === 0 ? 0 : 1)).padStart(2, '0')}:00`,
		),
	);
	const { state } = compare(EMPTY, ...many);
	expect(Object.keys(state.seen)).toHaveLength(10_000);
	expect(state.seen).not.toHaveProperty('g0');
	expect(told(compare(state, ...many))).toEqual([]);
});

it('However polls fall between changes, each last status is told and nothing twice in a row', () => {
	const guid = fc.constantFrom('a', 'b', 'c');
	const status = fc.constantFrom('Created', 'Pending', 'Completed');
	fc.assert(
		fc.property(fc.array(fc.array(fc.tuple(guid, status)), { maxLength: 8 }), (polls) => {
			const world = new Map<string, string>();
			const heard = new Map<string, string>();
			let state = EMPTY;
			for (const changes of polls) {
				for (const [id, now] of changes) world.set(id, now);
				const result = compare(state, ...[...world].map(([id, now]) => order(id, now)));
				for (const { order: changed, previousStatus } of result.changes) {
					expect(previousStatus).toBe(heard.get(changed.guid) ?? null);
					expect(changed.status_name).not.toBe(heard.get(changed.guid));
					heard.set(changed.guid, changed.status_name ?? '');
				}
				state = result.state;
				expect(heard).toEqual(world);
			}
		}),
	);
});

it('Days are those of Turkey', () => {
	expect(turkishDay(Date.parse('2026-11-01T20:59:59Z'))).toBe('2026-11-01');
	expect(turkishDay(Date.parse('2026-11-01T21:00:00Z'))).toBe('2026-11-02');
});

it('The window begins some days before the last poll, over months and years', () => {
	expect(firstDayToRead('2026-11-02', 2)).toBe('2026-10-31');
	expect(firstDayToRead('2027-01-01', 1)).toBe('2026-12-31');
	expect(firstDayToRead('2026-11-02', 0)).toBe('2026-11-02');
});

it('Reading on ends with a page that is all older than the window', () => {
	expect(isBefore([order('a', '', '30-10-2026 10:00')], FIRST)).toBe(true);
	expect(isBefore([order('a', '', '30-10-2026 10:00'), order('b')], FIRST)).toBe(false);
	expect(isBefore([], FIRST)).toBe(false);
	expect(isBefore([{ guid: 'a' } as Order], FIRST)).toBe(false);
});
