import {
	traverseNodeParameters,
	type FromAIArgument,
	type IDataObject,
	type IExecuteFunctions,
	type INodeParameters,
	type IRunExecutionData,
} from 'n8n-workflow';
import { forBuilder, forModel } from './refusal';

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
	const sent = isFunction(execution) ? json : (recordOf(execution, itemIndex) ?? json);
	const { name: ownName } = execution.getNode();
	const undeclared = keysOf(sent).find(
		(key) => !declared.has(key) && !isOfN8n(key, sent[key], ownName),
	);
	if (undeclared === undefined) {
		if (isFunction(execution)) checkOwn(all, json, modelArguments(execution, itemIndex));
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
 * What the engine wrote down of the model's arguments, apart from the item that it laid them over.
 * $fromAI reads this, too, but says neither which are null nor those whose names it does not take.
 */
function recordOf(execution: IExecuteFunctions, itemIndex: number): IDataObject | undefined {
	const { runExecutionData, runIndex = 0 } = execution as unknown as {
		runExecutionData?: IRunExecutionData | null;
		runIndex?: number;
	};
	const run = runExecutionData?.resultData.runData[execution.getNode().name]?.[runIndex];
	return run?.inputOverride?.ai_tool?.[0]?.[itemIndex]?.json;
}

/** Inherited ones, too: a copy of the key "__proto__" is read as if it were the item's own. */
function keysOf(sent: object): string[] {
	const keys: string[] = [];
	for (const key in sent) keys.push(key);
	return keys;
}

/** n8n adds the ID of the call, and after a review the tool's name; any other `tool` is the model's. */
function isOfN8n(key: string, value: unknown, ownName: string): boolean {
	if (key === 'tool') return typeof value === 'string' && plain(value) === plain(ownName);
	return key === 'toolCallId';
}

/** What a node's name and its tool's have in common: n8n replaces the rest, and cuts off what is long. */
const plain = (name: string): string => name.replace(/[^a-z0-9]/gi, '').slice(0, 30);

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

/** n8n's own way to an argument, by which its fields are read. */
function modelArguments(execution: IExecuteFunctions, itemIndex: number) {
	const { $fromAI } = execution.getWorkflowDataProxy(itemIndex) as unknown as {
		$fromAI(name: string): unknown;
	};
	return (name: string): unknown => {
		try {
			return $fromAI(name);
		} catch {
			// Not a name that $fromAI takes, so that no field can ask for it by $fromAI.
			return undefined;
		}
	};
}
