import {
	traverseNodeParameters,
	type FromAIArgument,
	type IExecuteFunctions,
	type INodeParameters,
} from 'n8n-workflow';
import { forBuilder, forModel } from './refusal';

/** n8n adds these to what the model sends. */
const OF_N8N = new Set(['tool', 'toolCallId']);
/** n8n lets what is inside of it win over all other arguments. */
const SHADOWING = 'query';

/** What the builder left to the model. */
export function declaredIn(parameters: INodeParameters): FromAIArgument[] {
	const found: FromAIArgument[] = [];
	traverseNodeParameters(parameters, found);
	return found;
}

/**
 * Refuses a call with arguments that the builder did not ask for. Agents of version 3 lay all that the
 * model sends over the item, where an expression could read it in place of the builder's own.
 *
 * @throws FieldError
 */
export function checkArguments(execution: IExecuteFunctions, itemIndex: number): void {
	const all = declaredIn(execution.getNode().parameters);
	const declared = new Set(all.map(({ key }) => key));
	if (declared.has(SHADOWING)) {
		throw forBuilder(
			SHADOWING,
			`An argument named "${SHADOWING}" would let the model replace all others`,
			`give it another name in $fromAI.`,
		);
	}
	const { json = {} } = execution.getInputData()[itemIndex] ?? {};
	const argumentOf = modelArguments(execution, itemIndex);
	const undeclared = Object.keys(json).find(
		(name) => !declared.has(name) && !OF_N8N.has(name) && argumentOf(name) !== undefined,
	);
	if (undeclared === undefined) {
		if (isFunction(execution)) checkOwn(all, json, argumentOf);
		return;
	}
	const known = declared.size === 0 ? 'It takes none.' : `It takes: ${[...declared].join(', ')}.`;
	throw forModel(
		undeclared,
		`This tool takes no argument "${undeclared.slice(0, 60)}"`,
		`${known} Call it with these alone.`,
	);
}

/** Whether the agent calls the tool as a function: then the item is what the model sent, and no more. */
const isFunction = (execution: IExecuteFunctions): boolean =>
	(execution as { parentNode?: unknown }).parentNode !== undefined;

/**
 * n8n numbers the calls of a tool for each item of an agent anew. Two at the same moment then get the
 * same number, and the second one is read with the arguments of the first.
 */
function checkOwn(
	declared: readonly FromAIArgument[],
	sent: Readonly<Record<string, unknown>>,
	argumentOf: (name: string) => unknown,
): void {
	const isOwn = ({ key, defaultValue }: FromAIArgument): boolean => {
		const read = argumentOf(key);
		if (!Object.hasOwn(sent, key)) return read === undefined || read === defaultValue;
		return JSON.stringify(read) === JSON.stringify(sent[key] ?? defaultValue);
	};
	const others = declared.find((argument) => !isOwn(argument));
	if (others === undefined) return;
	throw forModel(
		others.key,
		'n8n mixed up this call with another one at the same moment',
		'Call this tool again, when no other call of it is under way.',
	);
}

/** n8n's own way to an argument tells what the model sent from what the item has. */
function modelArguments(execution: IExecuteFunctions, itemIndex: number) {
	const { $fromAI } = execution.getWorkflowDataProxy(itemIndex) as unknown as {
		$fromAI(name: string): unknown;
	};
	return (name: string): unknown => {
		try {
			return $fromAI(name);
		} catch {
			// Not a name that an argument can have, so that no expression can ask for it.
			return undefined;
		}
	};
}
