import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';
import { compareTexts } from '../../minted/text';
import { withSharedFields } from './fields/shared';
import { RESOURCE_NAMES, type Operation, type Resource } from './operation';
import { operations as files } from './operations/operations.generated';
import type { OperationsByKey } from './run/items';

/** Every operation there is, from the files under operations/. */
export const operations: readonly Operation[] = files;

/** Opened first in the editor. */
const FIRST: Partial<Record<Resource, string>> = { order: 'buy', customer: 'get', price: 'fix' };

const byName = (a: { name: string }, b: { name: string }) => compareTexts(a.name, b.name);

const resources = [...new Set(operations.map(({ resource }) => resource))];

const resourceField: INodeProperties = {
	displayName: 'Resource',
	name: 'resource',
	type: 'options',
	noDataExpression: true,
	options: resources
		.map((value): INodePropertyOptions => ({ name: RESOURCE_NAMES[value], value }))
		.sort(byName),
	default: 'order',
};

/** The same where a model uses the node: a tool that was added with one click only reads. */
const FIRST_OF_TOOL: Partial<Record<Resource, string>> = { ...FIRST, order: 'get' };

function operationFields(resource: Resource): INodeProperties[] {
	const field = operationField(resource, FIRST[resource]);
	const first = FIRST_OF_TOOL[resource];
	if (first === FIRST[resource]) return [field];
	const { displayOptions } = field;
	return [
		{ ...field, displayOptions: { ...displayOptions, hide: { '@tool': [true] } } },
		{
			...field,
			default: first,
			displayOptions: { show: { ...displayOptions?.show, '@tool': [true] } },
		},
	];
}

function operationField(resource: Resource, preferred: string | undefined): INodeProperties {
	const own = operations.filter((operation) => operation.resource === resource);
	const first = preferred ?? own[0]?.value ?? '';
	return {
		displayName: 'Operation',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		displayOptions: { show: { resource: [resource] } },
		options: own
			.map(({ name, value, action, description }) => ({ name, value, action, description }))
			.sort(byName),
		default: first,
	};
}

function fieldsOf(operation: Operation): INodeProperties[] {
	return withSharedFields(operation).map((field) => ({
		...field,
		displayOptions: {
			...field.displayOptions,
			show: {
				resource: [operation.resource],
				operation: [operation.value],
				...field.displayOptions?.show,
			},
		},
	}));
}

/** The whole form of the node. */
export const properties: INodeProperties[] = [
	resourceField,
	...resources.flatMap(operationFields),
	...operations.flatMap(fieldsOf),
];

/** By `resource.value`, as the node's two first fields say. */
export const operationsByKey: OperationsByKey = new Map(
	operations.map((operation) => [`${operation.resource}.${operation.value}`, operation]),
);
