import type { IDataObject } from 'n8n-workflow';

import { createSandboxCredential } from '../../harness/connected';
import { eventually } from '../../harness/eventually';
import type { StoredCredential } from '../../harness/workflows';
import { startSandbox, type Sandbox } from '../../sandbox';
import { ATTACKS, type Scene } from '../support/agents/attacks';
import { talkOverMcp } from '../support/agents/mcp';
import { startModelServer, type ModelServer } from '../support/agents/modelServer';
import { Tally, type Playing } from '../support/agents/tally';
import { WISHES } from '../support/agents/wishes';
import {
	AGENT_VERSIONS,
	agentWorkflow,
	mcpWorkflow,
	START,
	type AgentVersion,
} from '../support/agents/workflows';
import { startTestN8n, type TestN8n } from '../support/n8n/testN8n';
import { bySize } from '../support/proof';

/** The first run downloads n8n. */
const START_TIMEOUT_MS = 20 * 60_000;
jest.setTimeout(120_000);

const SPOT = { GAU: 3000, GAG: 35, GPT: 1200, GPD: 1100, BGAU: 2990 };
const MCP_PATH = 'minted-tools';

/** Every so manieth attack, and all that are typical. */
const EVERY = bySize({ full: 5, short: 60 });
const attacks = ATTACKS.filter(({ isTypical }, index) => isTypical || index % EVERY === 0);
const wishes = WISHES.filter((wish) => bySize({ full: true, short: wish.isTypical }));

/** MCP has no item before the tools, so that a builder cannot map one. */
const isForMcp = (scene: Scene) =>
	scene.item === undefined &&
	scene.settings === undefined &&
	!JSON.stringify(scene.tools).includes("$('");
const mcpAttacks = attacks.filter(isForMcp);
const mcpWishes = wishes.filter(isForMcp);

let world: TestN8n;
let model: ModelServer;
let openAi: StoredCredential;
const sandboxes: Sandbox[] = [];
const tally = new Tally();

/** An account of its own, so that what n8n's process remembers of another does not count. */
async function openAccount(): Promise<{ sandbox: Sandbox; minted: StoredCredential }> {
	const sandbox = await startSandbox({ seed: 1, behaviour: { stepMs: null } });
	sandboxes.push(sandbox);
	return { sandbox, minted: await createSandboxCredential(world.client, sandbox) };
}

function renew(sandbox: Sandbox): void {
	sandbox.reset();
	sandbox.setPrices({ frozen: true, spot: SPOT });
}

beforeAll(async () => {
	world = await startTestN8n();
	model = await startModelServer();
	openAi = await world.client.createCredential('openAiApi', 'Scripted model', {
		apiKey: 'invented',
		url: model.url,
	});
}, START_TIMEOUT_MS);

afterAll(async () => {
	tally.print('agents and MCP in a real n8n');
	await Promise.all(sandboxes.map(async (sandbox) => await sandbox.close()));
	await model?.close();
	await world?.close();
});

describe.each(AGENT_VERSIONS)('To a model behind the AI Agent node %s', (version: AgentVersion) => {
	let account: Awaited<ReturnType<typeof openAccount>>;
	beforeAll(async () => {
		account = await openAccount();
	});
	beforeEach(() => renew(account.sandbox));

	const play = async ({
		script,
		version: toolVersion,
		...scene
	}: Playing): Promise<IDataObject[]> => {
		const { prompt, talk } = model.begin(script);
		const { minted } = account;
		const { client } = world;
		const { id } = await client.createWorkflow(
			agentWorkflow({ version, toolVersion, prompt, minted, openAi, ...scene }),
		);
		await client.runToEnd(id, START);
		return talk.answers;
	};

	it.each(attacks)('$name moves no more than was allowed', async (attack) => {
		const { excess } = await tally.attack(account.sandbox, attack, async (scene) => {
			await play(scene);
		});
		expect(excess).toEqual({ orders: 0, money: 0, changed: 0 });
	});

	it.each(wishes)('$name works', async (wish) => {
		const { last, orders } = await tally.wish(account.sandbox, wish, play);
		expect(last).toMatchObject(wish.answer);
		expect(orders).toBe(wish.orders);
	});
});

describe('To a model behind an MCP client', () => {
	let account: Awaited<ReturnType<typeof openAccount>>;
	let url = '';
	const scenes: Scene[] = [...mcpAttacks, ...mcpWishes];
	const nodeOf = (scene: string, tool: string) =>
		`${tool} ${scenes.findIndex(({ name }) => name === scene)}`;

	beforeAll(async () => {
		account = await openAccount();
		const tools = Object.fromEntries(
			scenes.flatMap(({ name, tools: own }) =>
				Object.entries(own).map(([tool, parameters]) => [nodeOf(name, tool), parameters]),
			),
		);
		const { client } = world;
		const { id } = await client.createWorkflow(mcpWorkflow(MCP_PATH, tools, account.minted));
		await client.publishWorkflow(id);
		url = `${client.url}/mcp/${MCP_PATH}`;
		await eventually(
			async () =>
				await talkOverMcp(url, () => [])
					.then(() => true)
					.catch(() => false),
			(isListening) => isListening,
			60_000,
		);
	}, 120_000);
	beforeEach(() => renew(account.sandbox));

	it.each(mcpAttacks)('$name moves no more than was allowed', async (attack) => {
		const { excess } = await tally.attack(account.sandbox, attack, async ({ script }) => {
			await talkOverMcp(url, script, (tool) => nodeOf(attack.name, tool));
		});
		expect(excess).toEqual({ orders: 0, money: 0, changed: 0 });
	});

	it.each(mcpWishes)('$name works', async (wish) => {
		const { last, orders } = await tally.wish(
			account.sandbox,
			wish,
			async ({ script }) => await talkOverMcp(url, script, (tool) => nodeOf(wish.name, tool)),
		);
		expect(last).toMatchObject(wish.answer);
		expect(orders).toBe(wish.orders);
	});
});
