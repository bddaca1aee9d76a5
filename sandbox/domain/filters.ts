import { fieldError } from '../errors';
import { dayBounds } from './dates';
import type { OrderStatus } from './orders';
import { ORDER_STATUSES, statusId } from './orders';

export interface PeriodQuery {
	startDate?: string;
	endDate?: string;
}

export interface SortQuery {
	sortBy?: 'type' | 'total' | 'customer_external_id' | 'created_at';
	sortType?: 'asc' | 'desc';
}

/** Whether a moment lies in the period of Turkish days. Throws ApiError for half a period. */
export function readPeriod({ startDate, endDate }: PeriodQuery): (at: number) => boolean {
	if ((startDate === undefined) !== (endDate === undefined)) {
		throw fieldError(
			startDate === undefined ? 'startDate' : 'endDate',
			'startDate and endDate must be used together',
			'startDate ve endDate birlikte kullanılmalıdır',
		);
	}
	const start = startDate === undefined ? -Infinity : dayBounds(startDate).start;
	const end = endDate === undefined ? Infinity : dayBounds(endDate).end;
	return (at) => at >= start && at <= end;
}

/** A comma list whose members must all be known, in small letters. Throws ApiError. */
export function readList<T>(
	text: string | undefined,
	field: string,
	recognise: (name: string) => T | undefined,
): T[] | null {
	if (text === undefined) return null;
	return text.split(',').map((part) => {
		const known = recognise(part.trim().toLowerCase());
		if (known === undefined) {
			throw fieldError(field, `does not know ${part}`, `bilinmeyen değer: ${part}`);
		}
		return known;
	});
}

/** A comma list of status names or ids. Throws ApiError. */
export function readStatuses(
	text: string | undefined,
	known: readonly OrderStatus[] = ORDER_STATUSES,
): OrderStatus[] | null {
	return readList(text, 'status', (name) =>
		known.find((status) => status.toLowerCase() === name || String(statusId(status)) === name),
	);
}

/** Sorted by a key, newest first where that is equal. */
export function sortRows<T extends { sequence: number }>(
	rows: readonly T[],
	{ sortBy, sortType }: SortQuery,
	keys: Record<'type' | 'total' | 'customer_external_id', (row: T) => string | number>,
): T[] {
	const key = { ...keys, created_at: (row: T) => row.sequence }[sortBy ?? 'created_at'];
	const direction = (sortType ?? 'desc') === 'asc' ? 1 : -1;
	return [...rows].sort((left, right) => {
		const [a, b] = [key(left), key(right)];
		if (a === b) return right.sequence - left.sequence;
		return a < b ? -direction : direction;
	});
}
