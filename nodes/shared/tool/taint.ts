import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import { withSharedFields } from '../fields/shared';
import type { Operation } from '../operation';
import { readSources, textsIn, type Sources } from './expressions';
import { isPairingClear } from './pairing';
import { effectOf } from './policy';
import { forBuilder } from './refusal';

/**
 * Who may fill in a field: the builder alone, the model as well where the builder says so plainly,
 * or anybody in any way.
 */
type Filler = 'builder' | 'model' | 'anybody';

/** What an order is about; all else of it is the builder's. */
const ASKED_OF_THE_MODEL = new Set([
	'amount',
	'cartToken',
	'cashAmount',
	'confirmation',
	'customerId',
	'metal',
	'sequence',
	'sku',
	'totalPrice',
	'wholeGrams',
]);
/** What decides where a request goes and what it does. */
const ALWAYS_THE_BUILDERS = new Set([
	'additionalBody',
	'body',
	'headers',
	'method',
	'operation',
	'options',
	'previewOnly',
	'resource',
]);
const CARD = /^card[A-Z]/;
/** Only says what the model gets to read. */
const HARMLESS = new Set(['descriptionType', 'output', 'outputFields', 'toolDescription']);

/** Who may fill in a field of this operation when a model calls it. */
export function fillerOf(operation: Operation, name: string): Filler {
	if (HARMLESS.has(name)) return 'anybody';
	if (ALWAYS_THE_BUILDERS.has(name)) return 'builder';
	const effect = effectOf(operation);
	if (effect === 'money') return ASKED_OF_THE_MODEL.has(name) ? 'model' : 'builder';
	if (effect === 'read') return 'anybody';
	return CARD.test(name) || /^ai[A-Z]|^allow/.test(name) ? 'builder' : 'model';
}

const HOW =
	"Enter a fixed value there, or map one from a node before the agent, such as {{ $('Webhook').item.json.customerId }}. $fromAI, $json, $input and $tool bring what the model says.";

/**
 * Refuses a node whose fields let the model choose what only the builder may choose. What is checked
 * is what the builder wrote, whatever it comes to in this call.
 *
 * @throws FieldError that names the field
 */
export function checkTaint(execution: IExecuteFunctions, operation: Operation): void {
	const { name: ownName, parameters } = execution.getNode();
	let isClear: boolean | undefined;
	for (const [path, text] of textsIn(parameters)) {
		const name = path[0] ?? '';
		if (HARMLESS.has(name)) continue;
		const filler = fillerOf(operation, name);
		const sources = readSources(text);
		if (mayReadItem(sources) && !(isClear ??= isPairingClear(execution))) {
			throw unpaired(labelOf(operation, path));
		}
		if (filler === 'anybody') continue;
		if (isAllowed(sources, filler) && !sources.nodes.some(isOfTheModel(execution, ownName))) {
			continue;
		}
		const label = labelOf(operation, path);
		throw forBuilder(
			label,
			filler === 'builder'
				? `${label} could be chosen by the model`
				: `It cannot be told where ${label} comes from`,
			filler === 'builder'
				? HOW
				: `${HOW} To let the model choose it, use nothing but {{ $fromAI('name') }}.`,
		);
	}
}

/** What is unclear may, where the field may hold it at all. */
const mayReadItem = ({ kind, nodes }: Sources): boolean => kind === 'unclear' || nodes.length > 0;

const unpaired = (label: string) =>
	forBuilder(
		label,
		`${label} is read from another node, and n8n does not tell a tool which of the agent's items a call is about: it could be another customer's`,
		'give the agent one item at a time, and no loop around it: put agent and tools into a workflow of their own, and run it once for each item. Or enter fixed values, or let the model choose with $fromAI.',
	);

const isAllowed = ({ kind, asksModel }: Sources, filler: Filler): boolean =>
	kind !== 'unclear' && (filler === 'model' || !asksModel);

/** Nodes that are not on the way to the agent, and nodes that put out what a model said. */
function isOfTheModel(execution: IExecuteFunctions, ownName: string) {
	return (name: string): boolean => {
		if (name === ownName || execution.getChildNodes(name).length === 0) return true;
		const models = execution.getParentNodes(name, {
			connectionType: 'ai_languageModel',
			depth: 1,
		});
		// An n8n that does not know these options names the nodes before it instead.
		return models.some(({ type }) => /\.(lm[A-Z]|modelSelector)/.test(type));
	};
}

/** The names of the field and of what it is in, as the editor shows them. */
function labelOf(operation: Operation, path: readonly string[]): string {
	const labels: string[] = [];
	let level: unknown[] = withSharedFields(operation);
	for (const step of path) {
		const field = level.find((each) => (each as INodeProperties).name === step) as
			(INodeProperties & { values?: unknown[] }) | undefined;
		if (field === undefined) continue;
		labels.push(field.displayName);
		level = field.values ?? field.options ?? [];
	}
	return labels.length === 0 ? (path[0] ?? 'A field') : labels.join(' > ');
}
