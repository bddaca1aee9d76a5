import { readFileSync } from 'fs';
import { join } from 'path';
import type { ErrorObject, ValidateFunction } from 'ajv';
import Ajv2020 from 'ajv/dist/2020';
import addFormats from 'ajv-formats';
import { parse } from 'yaml';
import type { FieldError } from './errors';

/** Where the contract lies; the only thing that sandbox and product share. */
const CONTRACT_PATH = join(__dirname, '..', 'minted', 'openapi.yaml');

const METHODS = ['get', 'post', 'put', 'patch', 'delete'] as const;
const DOCUMENT = 'contract';

interface Parameter {
	name: string;
	in: 'path' | 'query' | 'header';
	required?: boolean;
	schema: Record<string, unknown>;
}

interface OperationObject {
	operationId: string;
	'x-certainty': Operation['certainty'];
	parameters?: Array<Parameter | { $ref: string }>;
	requestBody?: { required?: boolean };
	responses: Record<string, unknown>;
}

interface ContractDocument {
	paths: Record<string, Partial<Record<(typeof METHODS)[number], OperationObject>>>;
}

/** The parts of a request that the contract speaks about; values as they arrived. */
export interface RequestParts {
	path: Record<string, unknown>;
	query: Record<string, unknown>;
	headers: Record<string, unknown>;
	body: unknown;
}

export interface Operation {
	operationId: string;
	/** Upper case. */
	method: string;
	/** `/partner/order/{order_id}` */
	path: string;
	/** How sure the contract is of the path. */
	certainty: 'documented' | 'likely' | 'assumed';
	/** Complaints about a request; numbers in path and query are converted in place. */
	checkRequest(parts: RequestParts): FieldError[];
	/** What is wrong with an answer of ours, or null. */
	checkResponse(status: number, body: unknown): string | null;
}

const loaded = new Map<string, Operation[]>();

/** Reads the contract and compiles a validator for everything in it, once a process. */
export function loadContract(path = CONTRACT_PATH): readonly Operation[] {
	const operations = loaded.get(path) ?? compileContract(path);
	loaded.set(path, operations);
	return operations;
}

function compileContract(path: string): Operation[] {
	const document = parse(readFileSync(path, 'utf8')) as ContractDocument;
	const bodies = createAjv(document, false);
	const parameters = createAjv(document, true);
	const operations: Operation[] = [];
	for (const [template, item] of Object.entries(document.paths)) {
		for (const method of METHODS) {
			const operation = item[method];
			if (!operation) continue;
			const pointer = `${DOCUMENT}#/paths/${escapePointer(template)}/${method}`;
			operations.push({
				operationId: operation.operationId,
				method: method.toUpperCase(),
				path: template,
				certainty: operation['x-certainty'],
				checkRequest: requestChecker(document, operation, pointer, bodies, parameters),
				checkResponse: responseChecker(operation, pointer, bodies),
			});
		}
	}
	return operations;
}

function createAjv(document: ContractDocument, coerceTypes: boolean): Ajv2020 {
	// The document is more than a schema, so its other keys must not be judged as keywords.
	const ajv = new Ajv2020({ strict: false, allErrors: true, verbose: true, coerceTypes });
	addFormats(ajv);
	ajv.addSchema(document, DOCUMENT, undefined, false);
	return ajv;
}

function requestChecker(
	document: ContractDocument,
	operation: OperationObject,
	pointer: string,
	bodies: Ajv2020,
	parametersAjv: Ajv2020,
): Operation['checkRequest'] {
	const parameters = (operation.parameters ?? []).map((parameter) =>
		'$ref' in parameter ? resolve<Parameter>(document, parameter.$ref) : parameter,
	);
	const places = (['path', 'query', 'header'] as const).map((place) => {
		const here = parameters.filter((parameter) => parameter.in === place);
		const name = (parameter: Parameter): string =>
			place === 'header' ? parameter.name.toLowerCase() : parameter.name;
		const schema = {
			type: 'object',
			properties: Object.fromEntries(here.map((p) => [name(p), absoluteRefs(p.schema)])),
			required: here.filter((p) => p.required).map(name),
		};
		return { place, validate: parametersAjv.compile(schema) };
	});
	const body = operation.requestBody && {
		required: operation.requestBody.required === true,
		validate: bodies.compile({
			$ref: `${pointer}/requestBody/content/application~1json/schema`,
		}),
	};

	return (parts) => {
		const errors: FieldError[] = [];
		for (const { place, validate } of places) {
			const values = place === 'header' ? parts.headers : parts[place];
			if (!validate(values)) errors.push(...explain(validate.errors, parametersAjv, document));
		}
		if (!body) return errors;
		if (parts.body === undefined) {
			if (body.required) errors.push({ field: 'body', en: 'is required', tr: 'zorunludur' });
		} else if (!body.validate(parts.body)) {
			errors.push(...explain(body.validate.errors, bodies, document));
		}
		return errors;
	};
}

function responseChecker(
	operation: OperationObject,
	pointer: string,
	ajv: Ajv2020,
): Operation['checkResponse'] {
	const success = ajv.compile({
		$ref: `${pointer}/responses/200/content/application~1json/schema`,
	});
	const failure = ajv.compile({ $ref: `${DOCUMENT}#/components/schemas/ErrorEnvelope` });
	return (status, body) => {
		const validate: ValidateFunction = status === 200 ? success : failure;
		if (!(String(status) in operation.responses) || validate(body)) return null;
		return ajv.errorsText(validate.errors, { dataVar: 'answer' });
	};
}

/** Ajv's errors as field errors; of alternatives the nearest one is blamed. */
function explain(
	errors: readonly ErrorObject[] | null | undefined,
	ajv: Ajv2020,
	document: object,
): FieldError[] {
	const all = errors ?? [];
	const choices = all.filter(({ keyword }) => keyword === 'anyOf' || keyword === 'oneOf');
	const inChoice = (error: ErrorObject): boolean =>
		choices.some(
			(choice) => choice !== error && error.instancePath.startsWith(choice.instancePath),
		);
	const plain = all.filter((error) => !choices.includes(error) && !inChoice(error));
	const chosen = choices
		.filter((error) => !inChoice(error))
		.flatMap((error) => nearest(error, ajv, document));
	return [...plain.map(toFieldError), ...chosen];
}

/** The complaints of the alternative that shares most fields with the value. */
function nearest(choice: ErrorObject, ajv: Ajv2020, document: object): FieldError[] {
	const given = Object.keys(Object(choice.data) as object);
	const [best] = (choice.schema as Array<Record<string, unknown>>)
		.filter((branch) => branch.type !== 'null')
		.map((branch) => {
			const schema = typeof branch.$ref === 'string' ? resolve(document, branch.$ref) : branch;
			const known = Object.keys((schema as { properties?: object }).properties ?? {});
			const validate = ajv.compile(absoluteRefs(branch));
			return {
				shared: given.filter((key) => known.includes(key)).length,
				complaints: validate(choice.data) ? [] : explain(validate.errors, ajv, document),
			};
		})
		.sort((a, b) => b.shared - a.shared || a.complaints.length - b.complaints.length);
	const base = fieldName(choice.instancePath);
	if (!best || best.complaints.length === 0) {
		return [
			{
				field: base || 'body',
				en: 'must match exactly one of the allowed forms',
				tr: 'izin verilen biçimlerden yalnızca birine uymalıdır',
			},
		];
	}
	return best.complaints.map((error) => ({
		...error,
		field: [base, error.field].filter((part) => part && part !== 'body').join('.') || 'body',
	}));
}

function toFieldError(error: ErrorObject): FieldError {
	const params = error.params as Record<string, unknown>;
	const missing = error.keyword === 'required' ? String(params.missingProperty) : '';
	const field = [fieldName(error.instancePath), missing].filter(Boolean).join('.') || 'body';
	return { field, ...phrase(error.keyword, params, error.message ?? 'is invalid') };
}

function phrase(
	keyword: string,
	params: Record<string, unknown>,
	fallback: string,
): { en: string; tr: string } {
	const limit = String(params.limit);
	const allowed = Array.isArray(params.allowedValues) ? params.allowedValues.join(', ') : '';
	const phrases: Record<string, { en: string; tr: string }> = {
		required: { en: 'is required', tr: 'zorunludur' },
		type: {
			en: `must be of type ${String(params.type)}`,
			tr: `${String(params.type)} türünde olmalıdır`,
		},
		enum: { en: `must be one of ${allowed}`, tr: `şunlardan biri olmalıdır: ${allowed}` },
		minLength: {
			en: `must have at least ${limit} characters`,
			tr: `en az ${limit} karakter olmalıdır`,
		},
		maxLength: {
			en: `must have at most ${limit} characters`,
			tr: `en fazla ${limit} karakter olmalıdır`,
		},
		minimum: { en: `must be at least ${limit}`, tr: `en az ${limit} olmalıdır` },
		maximum: { en: `must be at most ${limit}`, tr: `en fazla ${limit} olmalıdır` },
		exclusiveMinimum: {
			en: `must be greater than ${limit}`,
			tr: `${limit} değerinden büyük olmalıdır`,
		},
		minItems: { en: `must have at least ${limit} items`, tr: `en az ${limit} öğe içermelidir` },
		minProperties: {
			en: `must have at least ${limit} fields`,
			tr: `en az ${limit} alan içermelidir`,
		},
		pattern: { en: 'has the wrong form', tr: 'biçimi hatalı' },
		format: {
			en: `must be a valid ${String(params.format)}`,
			tr: `geçerli bir ${String(params.format)} olmalıdır`,
		},
	};
	return phrases[keyword] ?? { en: fallback, tr: fallback };
}

/** `/items/0/amount` becomes `items.0.amount`. */
function fieldName(instancePath: string): string {
	return instancePath
		.split('/')
		.slice(1)
		.map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'))
		.join('.');
}

/** References inside a part of the document, made good for use outside it. */
function absoluteRefs(schema: Record<string, unknown>): Record<string, unknown> {
	const text = JSON.stringify(schema).replaceAll('"$ref":"#/', `"$ref":"${DOCUMENT}#/`);
	return JSON.parse(text) as Record<string, unknown>;
}

function resolve<T>(document: object, ref: string): T {
	return ref
		.replace('#/', '')
		.split('/')
		.reduce<unknown>((node, key) => (node as Record<string, unknown>)[key], document) as T;
}

function escapePointer(text: string): string {
	return encodeURIComponent(text.replaceAll('~', '~0').replaceAll('/', '~1'));
}
