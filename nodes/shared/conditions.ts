import type { IDisplayOptions } from 'n8n-workflow';

/**
 * When a field is shown and hidden. A part without a condition is left out as a whole: n8n before
 * 2.40 cannot open any workflow with a node whose form has an empty one.
 */
export function conditions({ show, hide }: Pick<IDisplayOptions, 'show' | 'hide'>): {
	displayOptions?: IDisplayOptions;
} {
	const parts = Object.entries({ show, hide }).filter(
		([, names]) => names !== undefined && Object.keys(names).length > 0,
	);
	return parts.length === 0 ? {} : { displayOptions: Object.fromEntries(parts) };
}
