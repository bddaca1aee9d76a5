import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';
import { compareTexts } from '../../minted/text';
import { conditions } from './conditions';
import { withSharedFields } from './fields/shared';
import { RESOURCE_NAMES, type Operation, type Resource } from './operation';

type First = Partial<Record<Resource, string>>;

/** Which operation of a resource is opened first in the editor; the first resource is the first key. */
export interface FormOrder {
	first: First;
	/** The same where a model uses the node: a tool that was added with one click only reads. */
	firstOfTool: First;
}

const byName = (a: { name: string }, b: { name: string }) => compareTexts(a.name, b.name);

/** What users come for is first, the free call last; the editor lists actions in this order. */
const placeOf = (resource: unknown, first: string): number =>
	resource === first ? -1 : Number(resource === 'api');

/** The whole form of a node that offers these operations. */
export function formOf(operations: readonly Operation[], order: FormOrder): INodeProperties[] {
	const resources = [...new Set(operations.map(({ resource }) => resource))];
	const [first = ''] = Object.keys(order.first);
	return [
		{
			displayName: 'Resource',
			name: 'resource',
			type: 'options',
			noDataExpression: true,
			options: resources
				.map((value): INodePropertyOptions => ({ name: RESOURCE_NAMES[value], value }))
				.sort((a, b) => placeOf(a.value, first) - placeOf(b.value, first) || byName(a, b)),
			default: first,
		},
		...resources.flatMap((resource) =>
			operationFields(
				resource,
				operations.filter((operation) => operation.resource === resource),
				order,
			),
		),
		...operations.flatMap(fieldsOf),
	];
}

function operationFields(
	resource: Resource,
	own: readonly Operation[],
	{ first, firstOfTool }: FormOrder,
): INodeProperties[] {
	const field = operationField(resource, own, first[resource]);
	const preferred = firstOfTool[resource] ?? first[resource];
	if (preferred === first[resource]) return [field];
	const show = field.displayOptions?.show;
	return [
		{ ...field, ...conditions({ show, hide: { '@tool': [true] } }) },
		{ ...field, default: preferred, ...conditions({ show: { ...show, '@tool': [true] } }) },
	];
}

function operationField(
	resource: Resource,
	own: readonly Operation[],
	preferred: string | undefined,
): INodeProperties {
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
	const ofOperation = { resource: [operation.resource], operation: [operation.value] };
	return withSharedFields(operation).map((field) => ({
		...field,
		...conditions({
			show: { ...ofOperation, ...field.displayOptions?.show },
			hide: field.displayOptions?.hide,
		}),
	}));
}

/** By `resource.value`, as the node's two first fields say. */
export const byKey = (operations: readonly Operation[]): ReadonlyMap<string, Operation> =>
	new Map(operations.map((operation) => [`${operation.resource}.${operation.value}`, operation]));
