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

/** The names that the builder gave to what the model chooses. */
export function declaredIn(parameters: INodeParameters): string[] {
	const found: FromAIArgument[] = [];
	traverseNodeParameters(parameters, found);
	return found.map(({ key }) => key);
}

/**
 * Refuses a call with arguments that the builder did not ask for. Agents of version 3 lay all that the
 * model sends over the item, where an expression could read it in place of the builder's own.
 *
 * @throws FieldError
 */
export function checkArguments(execution: IExecuteFunctions, itemIndex: number): void {
	const declared = new Set(declaredIn(execution.getNode().parameters));
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
	if (undeclared === undefined) return;
	const known = declared.size === 0 ? 'It takes none.' : `It takes: ${[...declared].join(', ')}.`;
	throw forModel(
		undeclared,
		`This tool takes no argument "${undeclared.slice(0, 60)}"`,
		`${known} Call it with these alone.`,
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
