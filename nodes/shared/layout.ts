import type { INodeProperties } from 'n8n-workflow';

type Show = Record<string, Array<string | number | boolean>>;

/**
 * Fields that version 1 of a node shows among all others, and later versions keep in Options. What
 * reads them asks by name and knows no version: of both places a node has one only.
 */
export interface Tucked {
	/** As version 1 shows them. */
	fields: INodeProperties[];
	/** Entries of the Options collection of later versions. */
	options: INodeProperties[];
	/** By the name in version 1, the path to the value in later versions. */
	places: Places;
}

export type Places = Readonly<Record<string, string>>;

/** Group in which a fixed collection holds its only entry. */
const GROUP = 'values';

export const inVersion1 = (field: INodeProperties): INodeProperties =>
	shownIf(field, { '@version': [1] });

export const sinceVersion2 = (field: INodeProperties): INodeProperties => ({
	...field,
	displayOptions: {
		...field.displayOptions,
		show: { '@version': [{ _cnd: { gte: 2 } }], ...field.displayOptions?.show },
	},
});

/** Adds conditions to those that a field has. */
export const shownIf = (field: INodeProperties, show: Show): INodeProperties => ({
	...field,
	displayOptions: { ...field.displayOptions, show: { ...show, ...field.displayOptions?.show } },
});

/** Fields that become entries of Options one by one, under their own names. */
export const tuck = (
	fields: INodeProperties[],
	asOption: (field: INodeProperties) => INodeProperties = (field) => field,
): Tucked => ({
	fields: fields.map(inVersion1),
	// Of entries that are not there n8n would miss the required ones.
	options: fields.map((field) => sinceVersion2({ ...asOption(field), required: false })),
	places: Object.fromEntries(fields.map(({ name }) => [name, `options.${name}`])),
});

/** One entry of Options that shows all that belongs together as soon as it is added. */
interface Group {
	name: string;
	displayName: string;
	description: string;
	values: INodeProperties[];
	/** Names of version 1 that stand for the whole group, by what they are called in it. */
	places?: Places;
}

/** Fields of version 1 that later versions ask for together, if their group was added at all. */
export const tuckTogether = (fields: INodeProperties[], group: Group): Tucked => {
	const { name, displayName, description, values, places } = group;
	const inGroup = values
		.filter(({ type }) => type !== 'notice')
		.map((value): [string, string] => [value.name, `options.${name}.${GROUP}.${value.name}`]);
	return {
		fields: fields.map(inVersion1),
		options: [
			sinceVersion2({
				displayName,
				name,
				type: 'fixedCollection',
				placeholder: `Add ${displayName}`,
				default: { [GROUP]: {} },
				description,
				options: [{ displayName, name: GROUP, values }],
			}),
		],
		places: { ...Object.fromEntries(inGroup), ...places },
	};
};

/** The same under a further condition, which looks at a field beside Options. */
export const tuckedIf = (tucked: Tucked, field: string, values: string[]): Tucked => ({
	...tucked,
	fields: tucked.fields.map((each) => shownIf(each, { [field]: values })),
	options: tucked.options.map((each) => shownIf(each, { [`/${field}`]: values })),
});

/** What is tucked, together. */
export const placesOf = (...tucked: Tucked[]): Places =>
	Object.fromEntries(tucked.flatMap(({ places }) => Object.entries(places)));
