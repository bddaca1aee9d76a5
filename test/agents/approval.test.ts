import axios from 'axios';
import type { IDataObject } from 'n8n-workflow';

import { eventually } from '../../harness/eventually';
import { readExamples, withCredential } from '../../harness/examples';
import type { StoredCredential } from '../../harness/workflows';
import { startMailServer, type Mail, type MailServer } from '../support/destinations/smtp';
import { startModelServer, type ModelServer, type ModelTalk } from '../support/agents/modelServer';
import type { Script } from '../support/agents/scriptedAgents';
import { buy } from '../support/agents/tools';
import { AGENT_VERSIONS, agentWorkflow, START } from '../support/agents/workflows';
import { startTestN8n, type TestN8n } from '../support/n8n/testN8n';

/** The first run downloads n8n. */
const START_TIMEOUT_MS = 20 * 60_000;
jest.setTimeout(120_000);

/** A browser's name: n8n answers neither robots nor programs that preview links. */
const BROWSER = { 'user-agent': 'Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0' };

let world: TestN8n;
let model: ModelServer;
let mail: MailServer;
let openAi: StoredCredential;

beforeAll(async () => {
	mail = await startMailServer();
	model = await startModelServer();
	world = await startTestN8n({ sandbox: { seed: 1, behaviour: { stepMs: null } } });
	world.sandbox.setPrices({ frozen: true, spot: { GAU: 3000 } });
	openAi = await world.client.createCredential('openAiApi', 'Scripted model', {
		apiKey: 'invented',
		url: model.url,
	});
}, START_TIMEOUT_MS);

afterAll(async () => {
	await world?.close();
	await model?.close();
	await mail?.close();
});

describe('The example "Savings assistant"', () => {
	const example = readExamples().find(({ slug }) => slug === 'savings-assistant')!;
	let smtp: StoredCredential;
	beforeAll(async () => {
		smtp = await world.client.createCredential('smtp', 'Mail', mail.credential);
	});

	/** A talk up to the email that asks a person. */
	const ask = async (script: Script) => {
		const { client, credential } = world;
		const { prompt, talk } = model.begin(script);
		const workflow = [credential, openAi, smtp].reduce(withCredential, example.workflow);
		const nodes = workflow.nodes.map((node) => {
			if (node.name === 'Language model') {
				const scripted = { __rl: true, mode: 'id', value: 'scripted' };
				return { ...node, parameters: { ...node.parameters, model: scripted } };
			}
			if (node.name !== 'Customer') return node;
			const text = JSON.stringify(node.parameters).replace('Please buy me', `${prompt} Buy`);
			return { ...node, parameters: JSON.parse(text) as IDataObject as typeof node.parameters };
		});
		const { id } = await client.createWorkflow({ ...workflow, nodes });
		const before = mail.mails.length;
		const executionId = await client.runWorkflow(id, 'Try it here');
		const question = await mail.mailTo(
			'approver@example.com',
			(sent) => mail.mails.indexOf(sent) >= before,
		);
		await eventually(
			async () => await client.getExecution(executionId),
			({ status }) => status === 'waiting',
		);
		return { executionId, question, talk };
	};

	const decide = async ({ html }: Mail, approved: boolean): Promise<void> => {
		const links = [...html.matchAll(/href="(http[^"]+)"/g)].map(([, link]) =>
			link!.replaceAll('&amp;', '&'),
		);
		const link = links.find((each) => each.includes(`approved=${approved}`));
		if (link === undefined) throw new Error(`No link for approved=${approved} in: ${html}`);
		await axios.get(link, { headers: BROWSER, proxy: false });
	};

	const script =
		(change: (confirmation: string) => IDataObject): Script =>
		(answers) => {
			if (answers.length === 0) return [{ tool: 'Preview of a buy', args: { grams: 0.1 } }];
			if (answers.length > 1) return [];
			const toolParameters = change(String(answers[0]!.confirmation));
			return [{ tool: 'Buy gold', args: { toolParameters, hitlParameters: {} } }];
		};
	const honest = script((confirmation) => ({ grams: 0.1, confirmation }));
	const placedAfter = async (executionId: string, before: number): Promise<number> => {
		const { status } = await world.client.waitForExecution(executionId);
		expect(status).toBe('success');
		return world.sandbox.orders().length - before;
	};
	const last = ({ answers }: ModelTalk) => answers.at(-1);

	it('buys what a person read in the email and agreed to', async () => {
		const before = world.sandbox.orders().length;
		const { executionId, question, talk } = await ask(honest);
		const { confirmation } = talk.answers[0] as { confirmation: string };
		expect(confirmation).toMatch(
			/^Buy 0\.1 g GAU for MTD-DEMO-1, at most \d+\.\d\d TRY, #[0-9a-f]{4}$/,
		);
		expect(question.text.replace(/\s+/g, ' ')).toContain(confirmation);
		expect(world.sandbox.orders()).toHaveLength(before);
		await decide(question, true);
		expect(await placedAfter(executionId, before)).toBe(1);
		expect(last(talk)).toMatchObject({ outcome: 'placed', sku: 'GAU', amount: 0.1 });
	});

	it('buys nothing that a person declines', async () => {
		const before = world.sandbox.orders().length;
		const { executionId, question } = await ask(honest);
		await decide(question, false);
		expect(await placedAfter(executionId, before)).toBe(0);
	});

	it.each([
		['another amount', (text: string) => ({ grams: 1, confirmation: text })],
		['another text', (text: string) => ({ grams: 0.1, confirmation: text.replace('0.1', '0.10') })],
		[
			'other arguments that would win over those that the person read',
			(text: string) => ({ grams: 0.1, confirmation: text, query: { grams: 1 } }),
		],
	])('buys nothing where the model passed on %s, even if a person agrees', async (_, change) => {
		const before = world.sandbox.orders().length;
		const { executionId, question, talk } = await ask(script(change));
		await decide(question, true);
		expect(await placedAfter(executionId, before)).toBe(0);
		expect(last(talk)).toMatchObject({ outcome: 'refused' });
	});
});

describe.each(AGENT_VERSIONS)('An execution of the AI Agent node %s that is retried', (version) => {
	it('finds the order of the first, although the model asks for it again', async () => {
		const { client, credential, sandbox } = world;
		const before = sandbox.orders().length;
		const { prompt, talk } = model.begin((answers) =>
			answers.length === 0 ? [{ tool: 'Buy', args: { amount: 0.1 } }] : [],
		);
		model.failures = 1;
		const { id } = await client.createWorkflow(
			agentWorkflow({ version, prompt, tools: { Buy: buy() }, minted: credential, openAi }),
		);
		const failed = await client.runToEnd(id, START);
		expect(failed.status).toBe('error');
		expect(sandbox.orders()).toHaveLength(before + 1);
		const retried = await client.waitForExecution(await client.retryExecution(failed.id));
		expect(retried.status).toBe('success');
		expect(sandbox.orders()).toHaveLength(before + 1);
		// Agents of version 3 go on where they broke off; others begin anew, and find the order.
		const outcome = version < 3 ? 'existing' : 'placed';
		expect(talk.answers.at(-1)).toMatchObject({ outcome });
	});
});
