import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import { FieldError } from '../../../minted/errors';
import { readId, readJson, readNumber, type NumberRule } from '../../../minted/values';
import type { Places } from '../layout';

/** Reads the node's fields for one item, checked, with errors that name the field as the user sees it. */
export class ItemParameters {
	/** What was read here and must appear in no message. */
	readonly secrets: string[] = [];

	/**
	 * @param fixed what was found to be the same for all items; shared by the items of one run
	 * @param places where else a field may be, by its name; see nodes/shared/layout.ts
	 */
	constructor(
		private readonly context: IExecuteFunctions,
		readonly itemIndex: number,
		private readonly fixed = new Map<string, unknown>(),
		private readonly places: Places = {},
	) {}

	/** Keeps a value out of every message about this item. */
	hide<T extends string | undefined>(value: T): T {
		if (value !== undefined) this.secrets.push(value);
		return value;
	}

	/** n8n throws for a field that is not there unless it gets something to return instead. */
	raw(name: string, fallback: unknown = null): unknown {
		const path = this.pathOf(name);
		const written = this.written(path);
		if (written === ABSENT) return fallback;
		if (isFixed(written)) return written;
		// What comes is checked here; n8n's own check would search the whole form at each reading.
		return this.context.getNodeParameter(path, this.itemIndex, fallback, { skipValidation: true });
	}

	/** Whether the node has the field at all, whatever its value comes to. */
	has(name: string): boolean {
		return this.written(this.pathOf(name)) !== ABSENT;
	}

	/** Whether the field, or the collection it is in, is an expression: it must then bring a value. */
	isExpression(name: string): boolean {
		const path = this.pathOf(name);
		const [collection = path] = path.split('.');
		return [path, collection].some((each) => {
			const written = this.written(each);
			return typeof written === 'string' && written.startsWith('=');
		});
	}

	/**
	 * Whether an expression has brought nothing of its own to a text: nothing but what is written around
	 * it, or the word that JavaScript has for nothing. Of several expressions each must bring something.
	 */
	private isHollow(name: string, text: string): boolean {
		const written = this.written(this.pathOf(name));
		if (typeof written !== 'string' || !written.startsWith('=')) return false;
		const whole = written.slice(1);
		const expressions = whole.match(EXPRESSION) ?? [];
		if (expressions.length === 0) return false;
		if (text === whole.replace(EXPRESSION, '').trim() || NOTHINGS.test(text)) return true;
		return expressions.length > 1 && expressions.some((each) => this.bringsNothing(each));
	}

	private bringsNothing(expression: string): boolean {
		try {
			const value: unknown = this.context.evaluateExpression(expression, this.itemIndex);
			return typeof value === 'string'
				? value.trim() === ''
				: value === undefined || value === null;
		} catch {
			// It ends where n8n sees another end. The text as a whole could be read.
			return false;
		}
	}

	/** The place in Options where the node has the field there, else its own name. */
	private pathOf(name: string): string {
		const [field = name, ...inner] = name.split('.');
		const place = this.places[field];
		if (place === undefined) return name;
		const path = [place, ...inner].join('.');
		return this.written(path) === ABSENT ? name : path;
	}

	/** What the builder wrote, of which only what cannot change is remembered. */
	private written(path: string): unknown {
		const known = this.fixed.get(path);
		if (known !== undefined) return known;
		const written = this.context.getNodeParameter(path, 0, ABSENT, { rawExpressions: true });
		if (written === ABSENT || isFixed(written)) this.fixed.set(path, written);
		return written;
	}

	/** The fixed choice of an options field; `allowed` catches what an expression may bring. */
	choice<T extends string>(name: string, field: string, allowed: readonly T[]): T {
		const value = this.raw(name);
		if (allowed.includes(value as T)) return value as T;
		throw new FieldError(
			field,
			`${field} is "${show(value)}", which is not one of its values`,
			`Use one of: ${allowed.join(', ')}.`,
		);
	}

	/** The values of a multi-options field. */
	list<T extends string>(name: string, field: string, allowed: readonly T[]): T[] {
		const values = this.raw(name, []);
		if (!Array.isArray(values)) {
			throw new FieldError(field, `${field} is not a list`, `Use any of: ${allowed.join(', ')}.`);
		}
		const unknown = values.find((value) => !allowed.includes(value as T)) as unknown;
		if (unknown !== undefined) {
			throw new FieldError(
				field,
				`${field} contains "${show(unknown)}", which is not one of its values`,
				`Use any of: ${allowed.join(', ')}.`,
			);
		}
		return values as T[];
	}

	/** A switch; an expression may bring its value as text. */
	flag(name: string, field: string, fallback = false): boolean {
		const value = this.raw(name, fallback);
		if (value === null || value === '') return fallback;
		if (value === true || value === 'true') return true;
		if (value === false || value === 'false') return false;
		throw new FieldError(
			field,
			`${field} is "${show(value)}", which is neither true nor false`,
			'Use true or false.',
		);
	}

	/** A resource locator or a plain text field with an id in it. */
	id(name: string, field: string, limits: { min?: number; max: number }): string {
		const value = this.raw(name);
		return readId(isLocator(value) ? value.value : value, field, limits);
	}

	text(name: string, field: string, limits: { min?: number; max: number }): string {
		return readId(this.raw(name), field, limits);
	}

	optionalText(
		name: string,
		field: string,
		limits: { min?: number; max: number },
	): string | undefined {
		const value = this.raw(name, '');
		return isNothing(value) ? undefined : readId(value, field, limits);
	}

	/**
	 * An ID that may be left empty, but not be lost: each expression in it must bring something.
	 *
	 * @param harm what would come of it without the ID, for the message
	 * @throws FieldError
	 */
	idNotLost(
		name: string,
		field: string,
		limits: { min?: number; max: number },
		harm: string,
	): string | undefined {
		const id = this.optionalText(name, field, limits);
		const isLost = id === undefined ? this.isExpression(name) : this.isHollow(name, id);
		if (!isLost) return id;
		throw new FieldError(
			field,
			`The expression of ${field} brings no ID`,
			`Check the input of this item: a cell may be empty, or a field may have another name. ${harm}`,
		);
	}

	number(name: string, rule: NumberRule, fallback?: number): number {
		const value = this.raw(name, fallback);
		return value === fallback && fallback !== undefined ? fallback : readNumber(value, rule);
	}

	/**
	 * A number in a collection where 0 or nothing means "not set". An expression that brings 0 or
	 * nothing is a mistake: what was meant to be set would silently be missing.
	 */
	optionalNumber(name: string, rule: NumberRule): number | undefined {
		const value = this.raw(name);
		if (!isNothing(value) && value !== 0) return readNumber(value, rule);
		if (!this.isExpression(name)) return undefined;
		throw new FieldError(
			rule.field,
			`The expression of ${rule.field} brings ${isNothing(value) ? 'nothing' : '0'}`,
			'Let it bring a number greater than zero, or remove the field.',
		);
	}

	collection(name: string): IDataObject {
		const value = this.raw(name, {});
		return typeof value === 'object' && value !== null ? (value as IDataObject) : {};
	}

	json(name: string, field: string): unknown {
		return readJson(this.raw(name), field);
	}

	/** A JSON field that must hold an object. */
	jsonObject(name: string, field: string): Record<string, unknown> | undefined {
		const value = this.json(name, field);
		if (value === undefined) return undefined;
		if (typeof value !== 'object' || value === null || Array.isArray(value)) {
			throw new FieldError(
				field,
				`${field} is not a JSON object`,
				'It looks like {"name": "value"}.',
			);
		}
		return value as Record<string, unknown>;
	}
}

const isNothing = (value: unknown) => value === '' || value === null || value === undefined;

/** As n8n marks them in a text. */
const EXPRESSION = /\{\{[^]*?\}\}/g;

/** What a text says where a value was missing, or was none that a text can hold. */
const NOTHINGS = /(?<![a-z0-9])(undefined|null|NaN)(?![a-z0-9])|\[object \w+\]/i;

/** Stands for a field that the node has no value for. */
const ABSENT: unknown = Object.freeze({});

/** No expression, and nothing that could hold one or be changed by its reader. */
function isFixed(written: unknown): boolean {
	return typeof written === 'string' ? !written.startsWith('=') : typeof written !== 'object';
}

function isLocator(value: unknown): value is { value: unknown } {
	return typeof value === 'object' && value !== null && 'value' in value;
}

function show(value: unknown): string {
	return String(value).slice(0, 60);
}
