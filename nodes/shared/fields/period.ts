import type { IDataObject, INodeProperties } from 'n8n-workflow';
import { FieldError } from '../../../minted/errors';
import { readDay } from '../../../minted/values';
import type { ItemParameters } from '../run/parameters';

const fromDate: INodeProperties = {
	displayName: 'From Date',
	name: 'startDate',
	type: 'dateTime',
	default: '',
	description: 'First day, together with To Date',
};

const toDate: INodeProperties = {
	displayName: 'To Date',
	name: 'endDate',
	type: 'dateTime',
	default: '',
	description: 'Last day, together with From Date',
};

/** An optional period of days; its two ends belong together and are added together. */
export const periodOption: INodeProperties = {
	displayName: 'Period',
	name: 'period',
	type: 'fixedCollection',
	placeholder: 'Add Period',
	default: { days: {} },
	description: 'The days that are asked for, both included',
	options: [{ displayName: 'Period', name: 'days', values: [fromDate, toDate] }],
};

/** The two ends one by one, as workflows hold them that were saved before: only these show them. */
export const savedPeriodOptions: INodeProperties[] = [fromDate, toDate].map((field) => ({
	...field,
	displayOptions: { show: { [field.name]: [{ _cnd: { exists: true } }] } },
}));

/** `startDate` and `endDate` as YYYY-MM-DD out of a collection, or nothing. */
export function readPeriod(
	params: ItemParameters,
	collection: string,
): { startDate?: string; endDate?: string } {
	const { period, ...saved } = params.collection(collection);
	const added = (period as { days?: IDataObject } | undefined)?.days;
	const { startDate, endDate } = added ?? saved;
	if (!startDate && !endDate && added === undefined) return {};
	const missing = startDate ? (endDate ? undefined : 'To Date') : 'From Date';
	if (missing !== undefined) {
		throw new FieldError(
			missing,
			`${missing} is empty`,
			'Minted filters by date only with both days.',
		);
	}
	const days = { startDate: readDay(startDate, 'From Date'), endDate: readDay(endDate, 'To Date') };
	if (days.startDate > days.endDate) {
		throw new FieldError('From Date', 'From Date is after To Date', 'Swap the two days.');
	}
	return days;
}
