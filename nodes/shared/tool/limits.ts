import { forBuilder } from './refusal';

/** What the builder allows the model to move, in the currency of each order. */
export interface Limits {
	/** Most that one order may come to. */
	maxTotal: number;
	/** Most that all orders of a run may come to. */
	budget: number;
	/** Most orders in one run. */
	maxOrders: number;
}

export const LIMIT_NAMES = {
	maxTotal: 'Maximum Total by AI',
	budget: 'Budget by AI',
	maxOrders: 'Maximum Orders by AI',
} as const;

type Parameters = Readonly<Record<string, unknown>>;

/**
 * The builder's limits, written into the node as numbers.
 *
 * @param parameters raw, as n8n stores them
 * @throws FieldError
 */
export function readLimits(parameters: Parameters): Limits {
	const maxTotal = literal(parameters.aiMaxTotal, LIMIT_NAMES.maxTotal);
	if (maxTotal === 0) {
		throw forBuilder(
			LIMIT_NAMES.maxTotal,
			`${LIMIT_NAMES.maxTotal} is not set, so that a model may order nothing`,
			`enter in ${LIMIT_NAMES.maxTotal} the most that one order may come to.`,
		);
	}
	const maxOrders = literal(parameters.aiMaxOrders ?? 1, LIMIT_NAMES.maxOrders);
	if (!Number.isInteger(maxOrders) || maxOrders === 0) {
		throw forBuilder(
			LIMIT_NAMES.maxOrders,
			`${LIMIT_NAMES.maxOrders} is not a whole number of at least 1`,
			`enter one in ${LIMIT_NAMES.maxOrders}.`,
		);
	}
	const budget = literal(parameters.aiBudget ?? 0, LIMIT_NAMES.budget);
	return { maxTotal, budget: budget === 0 ? maxTotal * maxOrders : budget, maxOrders };
}

function literal(value: unknown, field: string): number {
	const isPlain = typeof value === 'string' && /^\d{1,12}(\.\d{1,2})?$/.test(value);
	const number = isPlain ? Number(value) : (value ?? 0);
	if (typeof number === 'number' && Number.isFinite(number) && number >= 0) return number;
	throw forBuilder(
		field,
		`${field} is not a fixed number`,
		`write it into the field as a number, without an expression: a limit that is worked out can be moved.`,
	);
}
