import type { Json } from './views';

export interface PageQuery {
	page?: number;
	/** Rows a page. */
	total?: number;
}

const DEFAULT_ROWS = 10;
/** Pages shown on either side of the current one, as Laravel's paginator does. */
const LINK_WINDOW = 3;

/** Cuts rows into a Laravel page. */
export function paginate<T>(
	all: readonly T[],
	query: PageQuery,
	path: string,
	view: (row: T) => Json,
): Json {
	const rows = query.total ?? DEFAULT_ROWS;
	const page = query.page ?? 1;
	const lastPage = Math.max(1, Math.ceil(all.length / rows));
	const from = (page - 1) * rows;
	const slice = all.slice(from, from + rows);
	const url = (target: number): string => `${path}?page=${target}`;
	return {
		current_page: page,
		data: slice.map(view),
		first_page_url: url(1),
		from: slice.length > 0 ? from + 1 : null,
		last_page: lastPage,
		last_page_url: url(lastPage),
		links: links(page, lastPage, url),
		next_page_url: page < lastPage ? url(page + 1) : null,
		path,
		per_page: rows,
		prev_page_url: page > 1 ? url(page - 1) : null,
		to: slice.length > 0 ? from + slice.length : null,
		total: all.length,
	};
}

function links(page: number, lastPage: number, url: (page: number) => string): Json[] {
	const around = Array.from({ length: lastPage }, (_, i) => i + 1).filter(
		(number) => number <= 2 || number > lastPage - 2 || Math.abs(number - page) <= LINK_WINDOW,
	);
	const numbers: Json[] = [];
	around.forEach((number, i) => {
		if (number - (around[i - 1] ?? 0) > 1) numbers.push({ url: null, label: '...', active: false });
		numbers.push({ url: url(number), label: String(number), active: number === page });
	});
	const step = (label: string, target: number, exists: boolean): Json => ({
		url: exists ? url(target) : null,
		label,
		active: false,
	});
	return [
		step('&laquo; Previous', page - 1, page > 1),
		...numbers,
		step('Next &raquo;', page + 1, page < lastPage),
	];
}
