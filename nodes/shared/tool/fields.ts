import type { INodeProperties } from 'n8n-workflow';
import { conditions } from '../conditions';
import type { Operation } from '../operation';
import { describeTool } from './describe';
import { LIMIT_NAMES } from './limits';
import { canPreview, effectOf, isOrder } from './policy';

/** Only where an AI agent or an MCP client uses the node. */
const forTools = (
	field: INodeProperties,
	show: Record<string, boolean[]> = {},
	hide?: Record<string, boolean[]>,
): INodeProperties => ({
	...field,
	...conditions({ show: { '@tool': [true], ...show }, hide }),
});

/** The fields of an operation that a tool has beside those of the node. */
export function toolFields(operation: Operation): INodeProperties[] {
	const effect = effectOf(operation);
	const description = forTools({
		displayName: 'Tool Description',
		name: 'toolDescription',
		type: 'string',
		typeOptions: { rows: 3 },
		default: describeTool(operation),
		description: 'What the model is told about this tool: units, limits and the fixed metal',
	});
	if (effect === 'read') return [description];
	if (effect === 'write') return [description, forTools(changesNotice), forTools(allowChanges)];
	// A preview orders nothing. It is asked what hides a field, not what shows it: n8n keeps a field
	// whose condition it has not read yet.
	const unlessPreview = canPreview(operation) ? { previewOnly: [true] } : undefined;
	const allowed = { allowOrdersByAi: [true] };
	const ifAllowed = (field: INodeProperties) => forTools(field, allowed, unlessPreview);
	return [
		description,
		forTools(moneyNotice, {}, unlessPreview),
		forTools(allowOrders, {}, unlessPreview),
		...limits.map(ifAllowed),
		...(isOrder(operation)
			? [
					ifAllowed(requireConfirmation),
					forTools(confirmation, { ...allowed, requireConfirmation: [true] }, unlessPreview),
				]
			: []),
		...(isNamedHere(operation) ? [forTools(sequence)] : []),
	];
}

/** A basket has an identity of its own: the same one twice is never wanted. */
const isNamedHere = ({ fields }: Operation): boolean =>
	fields.some(({ name }) => name === 'externalId');

const moneyNotice: INodeProperties = {
	displayName:
		'With this tool a model moves real metal and money. It does nothing until you allow it, and then stays within the limits that you enter as plain numbers. All tools of one execution, or one MCP session, share them. Let the model choose only what it has to: amount, and metal or customer where you must.',
	name: 'aiNotice',
	type: 'notice',
	default: '',
};

const changesNotice: INodeProperties = {
	...moneyNotice,
	displayName: 'With this tool a model changes data at Minted. It does nothing until you allow it.',
};

const allowOrders: INodeProperties = {
	displayName: 'Allow Orders by AI',
	name: 'allowOrdersByAi',
	type: 'boolean',
	noDataExpression: true,
	default: false,
	description: 'Whether a model may move metal and money with this tool, within the limits below',
};

const allowChanges: INodeProperties = {
	...allowOrders,
	displayName: 'Allow Changes by AI',
	description: 'Whether a model may change data at Minted with this tool',
};

const limits: INodeProperties[] = [
	{
		displayName: LIMIT_NAMES.maxTotal,
		name: 'aiMaxTotal',
		type: 'number',
		noDataExpression: true,
		typeOptions: { minValue: 0, numberPrecision: 2 },
		default: 0,
		required: true,
		description: 'Most that one order may come to, in its currency. Without it nothing is ordered.',
	},
	{
		displayName: LIMIT_NAMES.budget,
		name: 'aiBudget',
		type: 'number',
		noDataExpression: true,
		typeOptions: { minValue: 0, numberPrecision: 2 },
		default: 0,
		description:
			'Most that all orders of one run may come to. 0 means the two other limits multiplied.',
	},
	{
		displayName: LIMIT_NAMES.maxOrders,
		name: 'aiMaxOrders',
		type: 'number',
		noDataExpression: true,
		typeOptions: { minValue: 1, numberPrecision: 0 },
		default: 1,
		description: 'Most orders in one run: one execution, or one session of an MCP client',
	},
];

const requireConfirmation: INodeProperties = {
	displayName: 'Require Confirmation',
	name: 'requireConfirmation',
	type: 'boolean',
	noDataExpression: true,
	default: true,
	description:
		'Whether the model has to pass on, to the letter, the confirmation of a preview: another tool with this operation and Preview Only. Who approves the call then reads what will happen.',
};

const confirmation: INodeProperties = {
	displayName: 'Confirmation',
	name: 'confirmation',
	type: 'string',
	default:
		"={{ $fromAI('confirmation', 'The field confirmation of the preview of this order, to the letter', 'string') }}",
	required: true,
	description: 'What the preview returned. Leave it to the model.',
};

const sequence: INodeProperties = {
	displayName: 'Sequence',
	name: 'sequence',
	type: 'number',
	typeOptions: { minValue: 1, numberPrecision: 0 },
	default: 1,
	description:
		'Tells a wanted repeat from an accidental one: the same wish with the same number is one order. Let the model choose it only if it may repeat orders.',
};
