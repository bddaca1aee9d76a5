/**
 * The API writes local time of Turkey in three ways; Turkey has kept +03:00 all year since
 * September 2016, before the oldest order that the API can know.
 */
const TURKEY = '+03:00';

const DAY_FIRST = /^(\d{2})-(\d{2})-(\d{4}) (\d{2}):(\d{2})(?::(\d{2}))?$/;
const YEAR_FIRST = /^(\d{4})-(\d{2})-(\d{2}) (\d{2}):(\d{2})(?::(\d{2}))?$/;
const ISO = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})$/;

/**
 * Any of the three documented formats as ISO 8601 with offset:
 * `DD-MM-YYYY HH:mm` (Get Order), `YYYY-MM-DD HH:mm:ss` (Buy, Sell), ISO (Price Fix, Delivery).
 *
 * @returns undefined for anything else, so that the caller can keep what was sent
 */
export function toIsoDate(text: string): string | undefined {
	if (ISO.test(text)) return text;
	const dayFirst = DAY_FIRST.exec(text);
	if (dayFirst) {
		const [, day, month, year, hour, minute, second = '00'] = dayFirst;
		return checked(`${year}-${month}-${day}T${hour}:${minute}:${second}${TURKEY}`);
	}
	const yearFirst = YEAR_FIRST.exec(text);
	if (yearFirst) {
		const [, year, month, day, hour, minute, second = '00'] = yearFirst;
		return checked(`${year}-${month}-${day}T${hour}:${minute}:${second}${TURKEY}`);
	}
	return undefined;
}

/** Refuses what only looks like a date: 31-02, 25:00. */
function checked(iso: string): string | undefined {
	const instant = Date.parse(iso);
	if (Number.isNaN(instant)) return undefined;
	const local = new Date(instant + 3 * 3_600_000).toISOString();
	return local.slice(0, 19) === iso.slice(0, 19) ? iso : undefined;
}
