import type { Operation } from '../contract';

/** What an API may do when it is asked for an order that it does not have. */
export const UNKNOWN_ORDER_ANSWERS = [
	/** 404 in the envelope. */
	'notFound404',
	/** 422, "The selected external_id is invalid." */
	'invalid422',
	/** 200, a success without data. */
	'null200',
	/** 200 with success false, code 404 and "bulunamadı". */
	'notFound200',
	/** 200 with success false and code 500. */
	'failure200',
] as const;

export const ERROR_FORMS = [
	/** The envelope, with the status of the error. */
	'envelope',
	/** Laravel's own: `message`, and `errors` by field. */
	'laravel',
	/** The envelope with status 200, whatever went wrong. */
	'envelope200',
] as const;

export const COMPANY_CUSTOMERS = ['null', 'absent', 'partner'] as const;

/** Where the API is another than the contract describes. Everything else is as in the contract. */
export interface Manners {
	/** Endpoints that are elsewhere: operationId to path, with the contract's names in braces. */
	paths: Record<string, string>;
	/** Paths and methods that do not exist are answered 404 and 405 without asking who it is. */
	openRouting: boolean;
	/** Fields of other names: `field` anywhere in any answer, or `operationId.field`. */
	renamedFields: Record<string, string>;
	errors: (typeof ERROR_FORMS)[number];
	unknownOrder: (typeof UNKNOWN_ORDER_ANSWERS)[number];
	/** `customer` of an order that the partner placed for itself. */
	companyCustomer: (typeof COMPANY_CUSTOMERS)[number];
	/** Decimals that an order shows of its grams, rounded half up; null: all. */
	gramDecimals: number | null;
	/** `object`: lists that are not empty are `{"0": ..., "1": ...}`, as PHP writes them at times. */
	lists: 'array' | 'object';
	/** `string`: every number of `data` is a string. */
	numbers: 'number' | 'string';
}

export function contractManners(): Manners {
	return {
		paths: {},
		openRouting: false,
		renamedFields: {},
		errors: 'envelope',
		unknownOrder: 'notFound404',
		companyCustomer: 'null',
		gramDecimals: null,
		lists: 'array',
		numbers: 'number',
	};
}

/** Throws RangeError for a path that cannot be one of the endpoint, and for an unknown endpoint. */
export function checkManners(manners: Partial<Manners>, operations: readonly Operation[]): void {
	for (const [operationId, path] of Object.entries(manners.paths ?? {})) {
		const operation = operations.find((candidate) => candidate.operationId === operationId);
		if (!operation) throw new RangeError(`There is no operation ${operationId}`);
		const wanted = variables(operation.path);
		if (!/^\/[^?#]*$/.test(path) || variables(path) !== wanted) {
			throw new RangeError(`${path} is no path for ${operationId}; it needs ${wanted || 'none'}`);
		}
	}
	const { gramDecimals } = manners;
	if (typeof gramDecimals === 'number' && !(gramDecimals >= 0 && gramDecimals <= 4)) {
		throw new RangeError('gramDecimals is a number from 0 to 4');
	}
}

function variables(path: string): string {
	return [...path.matchAll(/\{\w+\}/g)]
		.map(([name]) => name)
		.sort()
		.join(' ');
}
