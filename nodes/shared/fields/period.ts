import type { INodeProperties } from 'n8n-workflow';
import { FieldError } from '../../../minted/errors';
import { readDay } from '../../../minted/values';
import type { ItemParameters } from '../run/parameters';

/** An optional period of days; both ends belong together. */
export const fromDateOption: INodeProperties = {
	displayName: 'From Date',
	name: 'startDate',
	type: 'dateTime',
	default: '',
	description: 'First day, together with To Date',
};

export const toDateOption: INodeProperties = {
	displayName: 'To Date',
	name: 'endDate',
	type: 'dateTime',
	default: '',
	description: 'Last day, together with From Date',
};

/** `startDate` and `endDate` as YYYY-MM-DD out of a collection, or nothing. */
export function readPeriod(
	params: ItemParameters,
	collection: string,
): { startDate?: string; endDate?: string } {
	const { startDate, endDate } = params.collection(collection);
	if (Boolean(startDate) !== Boolean(endDate)) {
		const missing = startDate ? 'To Date' : 'From Date';
		throw new FieldError(
			missing,
			`${missing} is empty`,
			'Minted filters by date only with both days.',
		);
	}
	if (!startDate) return {};
	const days = { startDate: readDay(startDate, 'From Date'), endDate: readDay(endDate, 'To Date') };
	if (days.startDate > days.endDate) {
		throw new FieldError('From Date', 'From Date is after To Date', 'Swap the two days.');
	}
	return days;
}
