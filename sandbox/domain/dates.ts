import { DateTime } from 'luxon';

/** All local times of the API are Turkish. */
export const ZONE = 'Europe/Istanbul';

/** Formats a moment (ms since 1970). */
export type DateFormat = (at: number) => string;

const local = (at: number): DateTime => DateTime.fromMillis(at, { zone: ZONE });

/** `06-11-2023 07:18`, as Get Order shows it. */
export const getOrderDate: DateFormat = (at) => local(at).toFormat('dd-MM-yyyy HH:mm');

/** `2023-05-31 03:16:45`, as Buy and Sell show it. */
export const placedOrderDate: DateFormat = (at) => local(at).toFormat('yyyy-MM-dd HH:mm:ss');

/** `2024-12-05T18:43:32+03:00`, as Price Fix and Delivery show it. */
export const isoDate: DateFormat = (at) =>
	local(at).toISO({ suppressMilliseconds: true }) ?? String(at);

/** `2026-03-13T11:57:25.000000Z`, as the orders of the shop show it. */
export const shopOrderDate: DateFormat = (at) =>
	DateTime.fromMillis(at, { zone: 'utc' }).toFormat("yyyy-MM-dd'T'HH:mm:ss'.000000Z'");

/** The Turkish day `YYYY-MM-DD` some days after a moment. */
export function dayAfter(at: number, days: number): string {
	return local(at).plus({ days }).toFormat('yyyy-MM-dd');
}

/** First and last millisecond of a Turkish day `YYYY-MM-DD`. */
export function dayBounds(day: string): { start: number; end: number } {
	const start = DateTime.fromISO(day, { zone: ZONE });
	return { start: start.startOf('day').toMillis(), end: start.endOf('day').toMillis() };
}

/** The last `count` Turkish days up to that of `at`, oldest first. */
export function lastDays(at: number, count: number): string[] {
	return Array.from({ length: count }, (_, i) =>
		local(at)
			.minus({ days: count - 1 - i })
			.toFormat('yyyy-MM-dd'),
	);
}
