/** The workflow that a person who has run `npm start` sees first. */
import { needsOnly, type Example } from './examples';
import { ACTION_NODE, CREDENTIAL_TYPE } from './package';
import {
	inARow,
	manualTrigger,
	node,
	using,
	type StoredCredential,
	type WorkflowFile,
} from './workflows';

/** What it leads to. */
export interface Places {
	/** Of the sandbox's console. */
	console: string;
	/** Of the Data Table that pushes are written to, where n8n has one. */
	ordersTable?: string;
	/** Of the credentials in n8n. */
	credentials: string;
	/** In their order. */
	examples: ReadonlyArray<{ example: Example; url: string }>;
}

/** Somebody invented who has money in the sandbox. */
const CUSTOMER = 'MTD-DEMO-1';
const STICKY = 'n8n-nodes-base.stickyNote';

/** Notes stand beside and below the steps, and leave room for their names. */
const NOTES = {
	first: { name: 'Begin here', position: [-520, -240], width: 440, height: 300, color: 4 },
	next: { name: 'Where it went', position: [0, 140], width: 580, height: 200, color: 7 },
	examples: { name: 'Examples', position: [740, -240], width: 380, height: 150, color: 7 },
} as const;
/** What a line of a list takes of a note; the height above is that of the note without its list. */
const LINE = 22;

function first(): string {
	return `## Begin here

This n8n talks to a **local stand-in** for Minted. Nothing here reaches Minted, and no money moves.

### Buy gold
1. Click **Execute workflow** at the bottom. It buys 0.5 g of gold for an invented customer.
2. Double-click **Buy gold**: on the right is the order, in the middle what was asked for.
3. Change **Amount (Grams)** there, and click **Execute step**: another order.

Run it with the same **External Order ID** twice, and it is the same order: nothing is bought a second time.`;
}

function next({ console, ordersTable, credentials }: Places): string {
	const table = `
- [The Data Table](${ordersTable}) has a row for each order: Minted pushed it, and n8n wrote it down.`;
	return `### Where it went
- [The console](${console}) shows orders, wallets, requests and pushes as they happen. Move an order's status there, or let the next request fail.${ordersTable === undefined ? '' : table}

With an account at Minted, [add a credential](${credentials}) for the **Staging** environment, and choose it in the nodes.`;
}

function examples({ examples: all }: Places): string {
	const links = (chosen: Places['examples']) =>
		chosen.map(({ example, url }) => `- [${example.workflow.name}](${url})`).join('\n');
	const isReady = ({ example }: Places['examples'][number]) =>
		needsOnly(example.workflow, CREDENTIAL_TYPE);
	return `## Examples

Each has a note that says what it does.

### They run at once
${links(all.filter(isReady))}

### They need an account elsewhere, too
${links(all.filter((entry) => !isReady(entry)))}`;
}

interface Note {
	name: string;
	position: readonly [number, number];
	width: number;
	height: number;
	color: number;
}

const sticky = ({ name, position: [x, y], ...more }: Note) =>
	node(name, STICKY, 1, { ...more }, { position: [x, y] });

/** What its notes say, by their names. */
function texts(places: Places): ReadonlyMap<string, string> {
	return new Map([
		[NOTES.first.name, first()],
		[NOTES.next.name, next(places)],
		[NOTES.examples.name, examples(places)],
	]);
}

/**
 * The workflow with its notes leading to where things are now. What a person changed about it, or
 * removed, stays so.
 */
export function leadingTo<Workflow extends WorkflowFile>(
	workflow: Workflow,
	places: Places,
): Workflow {
	const known = texts(places);
	const nodes = workflow.nodes.map((step) => {
		const content = step.type === STICKY ? known.get(step.name) : undefined;
		return content === undefined ? step : { ...step, parameters: { ...step.parameters, content } };
	});
	return { ...workflow, nodes };
}

/** A workflow that buys gold with one click, and says what to look at then. */
export function beginHere(credential: StoredCredential, places: Places): WorkflowFile {
	const customerId = { __rl: true, mode: 'id', value: CUSTOMER };
	const sku = { __rl: true, mode: 'list', value: 'GAU', cachedResultName: 'Gold (GAU)' };
	const buy = {
		...{ resource: 'order', operation: 'buy', sku, account: 'customer', customerId },
		...{ orderBy: 'grams', amount: 0.5, externalId: '=mine-{{ $execution.id }}' },
	};
	const wallet = { resource: 'balance', operation: 'getCustomer', customerId };
	const steps = inARow('Begin here', [
		manualTrigger('Try it here'),
		node('Buy gold', ACTION_NODE, 2, buy, using(credential)),
		node('Wallet afterwards', ACTION_NODE, 2, wallet, using(credential)),
	]);
	const placed = steps.nodes.map((step, index) => ({
		...step,
		position: [index * 240, -80] as [number, number],
	}));
	const height = NOTES.examples.height + LINE * places.examples.length;
	const notes = [NOTES.first, NOTES.next, { ...NOTES.examples, height }].map(sticky);
	return leadingTo({ ...steps, nodes: [...notes, ...placed] }, places);
}
