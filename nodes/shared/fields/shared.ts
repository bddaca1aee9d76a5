import type { INodeProperties } from 'n8n-workflow';
import { endpoints, type EndpointId } from '../../../minted/generated/endpoints';
import { compareTexts } from '../../../minted/text';
import { placesOf, tuck } from '../layout';
import { MOST_PARALLEL, type Operation } from '../operation';
import { toolFields } from '../tool/fields';

/** The fields that the mechanism puts around those of an operation: notice, output, options. */
export function withSharedFields(operation: Operation): INodeProperties[] {
	return [
		...toolFields(operation),
		...pathNotice(operation),
		...operation.fields,
		...(operation.additionalBody ? additionalBody.fields : []),
		...(operation.simplify ? outputFields(operation) : []),
		optionsField(operation),
	];
}

/** What is known of the path, for its option; before the form only where money moves on it. */
function aboutPath(endpoint: EndpointId): string {
	const { certainty, method, path } = endpoints[endpoint];
	const basis =
		certainty === 'likely'
			? 'It follows from a documented endpoint of the same kind.'
			: 'It is an assumption: only the title and the method are public.';
	return `The path of this operation, ${method} ${path}, is not publicly documented. ${basis}`;
}

function pathNotice({ isPathAssumed, movesMoney, endpoint }: Operation): INodeProperties[] {
	if (!isPathAssumed || !movesMoney || endpoint === undefined) return [];
	return [
		{
			displayName: `${aboutPath(endpoint)} If Minted gives you another one, enter it under Options > Endpoint Path.`,
			name: 'pathNotice',
			type: 'notice',
			default: '',
		},
	];
}

export const ADDITIONAL_BODY = 'Extra Body Fields (JSON)';

const additionalBody = tuck([
	{
		displayName: ADDITIONAL_BODY,
		name: 'additionalBody',
		type: 'json',
		default: '{}',
		description:
			'A JSON object that is merged into what is sent, for fields that are not publicly documented. It cannot replace what the other fields say.',
	},
]);

const simplifyField: INodeProperties = {
	displayName: 'Simplify',
	name: 'simplify',
	type: 'boolean',
	default: true,
	description: 'Whether to return a simplified version of the response instead of the raw data',
	displayOptions: { hide: { '@tool': [true] } },
};

/** Of an order one looks at what happened first, and it has more fields than others. */
const tuckedSimplify = tuck([simplifyField]);

/** What the mechanism itself keeps in Options. */
export const SHARED_PLACES = placesOf(additionalBody, tuckedSimplify);

/** A switch for people; for a model, which pays for every field, a choice. */
const outputFields = ({ movesMoney }: Operation): INodeProperties[] => [
	...(movesMoney ? tuckedSimplify.fields : [simplifyField]),
	{
		displayName: 'Output',
		name: 'output',
		type: 'options',
		options: [
			{ name: 'Raw', value: 'raw', description: 'All fields as Minted sends them' },
			{ name: 'Selected Fields', value: 'selected', description: 'Only the fields you name' },
			{ name: 'Simplified', value: 'simplified', description: 'The most useful fields, flat' },
		],
		default: 'simplified',
		description: 'How much of the response the model gets to see',
		displayOptions: { show: { '@tool': [true] } },
	},
	{
		displayName: 'Fields',
		name: 'outputFields',
		type: 'string',
		default: '',
		placeholder: 'e.g. guid, status_name, total',
		description: 'Names of the fields to return, separated by commas',
		displayOptions: { show: { '@tool': [true], output: ['selected'] } },
	},
];

function optionsField(operation: Operation): INodeProperties {
	const { endpoint } = operation;
	const options: INodeProperties[] = [
		...(operation.options ?? []),
		...(operation.additionalBody ? additionalBody.options : []),
		...(operation.simplify && operation.movesMoney ? tuckedSimplify.options : []),
		...(endpoint !== undefined && operation.isPathAssumed
			? [
					{
						displayName: 'Endpoint Path',
						name: 'endpointPath',
						type: 'string' as const,
						default: '',
						placeholder: `e.g. ${endpoints[endpoint].path}`,
						description: `${aboutPath(endpoint)} Enter the one that Minted gives you. Keep the places in braces, they are filled in.`,
					},
				]
			: []),
		...(endpoint === undefined || endpoints[endpoint].effect === 'read'
			? [
					{
						displayName: 'Retry For (Seconds)',
						name: 'retrySeconds',
						type: 'number' as const,
						typeOptions: { minValue: 0, maxValue: 600 },
						default: 30,
						description:
							'How long to try again when Minted is busy or cannot be reached. Only requests that read are repeated.',
					},
				]
			: []),
		...(operation.returnsIdentityNumbers ? [identityNumbersOption] : []),
		...('batch' in operation ? [] : [parallelItemsOption(operation)]),
		{
			displayName: 'Timeout (Seconds)',
			name: 'timeoutSeconds',
			type: 'number',
			typeOptions: { minValue: 1, maxValue: 600 },
			default: 60,
			description: 'How long to wait for the answer to one request',
		},
	];
	return {
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add Option',
		default: {},
		options: options.sort((a, b) => compareTexts(a.displayName, b.displayName)),
	};
}

export const IDENTITY_NUMBERS_OPTION = 'includeIdentityNumbers';

const identityNumbersOption: INodeProperties = {
	displayName: 'Include Identity Numbers',
	name: IDENTITY_NUMBERS_OPTION,
	type: 'boolean',
	default: false,
	description:
		'Whether identity numbers are returned in full where the result has them. n8n then stores them with the execution; otherwise only the last two digits are returned.',
};

function parallelItemsOption({ movesMoney }: Operation): INodeProperties {
	const most = movesMoney ? 1 : MOST_PARALLEL;
	return {
		displayName: 'Parallel Items',
		name: 'parallelItems',
		type: 'number',
		typeOptions: { minValue: 1, maxValue: MOST_PARALLEL },
		default: most,
		description: movesMoney
			? 'How many items go at the same time, whoever they are for. Without this option, items of one account go one after another, and those of different accounts side by side.'
			: 'Most items that are worked on at the same time. How many requests are under way follows from how fast Minted answers.',
	};
}
