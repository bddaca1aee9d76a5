import { readFile } from 'fs/promises';
import type { INode, INodeParameters } from 'n8n-workflow';

import { jsonOf, type N8nClient } from '../../harness/n8n/client';
import type { OpenN8n } from '../../harness/n8n/open';
import { inARow, manualTrigger, node, using, type StoredCredential } from '../../harness/workflows';
import { ACTION_NODE, CREDENTIAL_TYPE } from '../../harness/package';
import { buyParameters, buyRow, FIX_STEP, fixRequest, orderRequest, START } from '../buyWorkflow';
import type { RealN8nPlan } from '../plan';
import type { Job, RealContender, RealN8nResult } from '../results';
import { ACCOUNT } from '../server/guards';
import { median } from '../statistics';
import { atFreshAddress } from './requests';
import { withN8n } from './n8n';
import type { Workbench } from '../workbench';

const GO = 'Go';
const LAST = 'Last step';

type Step = Pick<INode, 'name' | 'type' | 'typeVersion' | 'parameters'>;
type Json = Record<string, unknown>;

interface Contender {
	job: Job;
	name: RealContender;
	credential: StoredCredential;
	/** What the credential holds for an API at this address. */
	data(url: string): Json;
	/** The last of them has the orders in its output. */
	steps(url: string): Step[];
	/** The order's id in one output item. */
	idOf(json: Json): unknown;
}

interface Round {
	wallMs: number;
	cpuMs: number;
	requests: number;
	lost: number;
	placedTwice: number;
}

const minted = (parameters: INodeParameters): Step => ({
	name: LAST,
	type: ACTION_NODE,
	typeVersion: 1,
	parameters,
});

const httpRequest = (name: string, parameters: INodeParameters): Step => ({
	name,
	type: 'n8n-nodes-base.httpRequest',
	typeVersion: 4.2,
	parameters,
});

const dataOf = (json: Json) => (json.data ?? {}) as Json;

async function contendersOf(client: N8nClient): Promise<Contender[]> {
	const mintedData = (url: string) => ({ environment: 'custom', baseUrl: url, ...ACCOUNT });
	const digestData = { user: ACCOUNT.username, password: ACCOUNT.password };
	const mintedCredential = {
		credential: await client.createCredential(CREDENTIAL_TYPE, 'Bench', mintedData('http://[::1]')),
		data: mintedData,
	};
	const digestCredential = {
		credential: await client.createCredential('httpDigestAuth', 'Bench', digestData),
		data: () => digestData,
	};
	return [
		{
			...{ job: 'buy', name: 'mintedConnect', ...mintedCredential },
			steps: () => [minted(buyParameters())],
			idOf: (json) => json.external_id,
		},
		{
			...{ job: 'buy', name: 'httpRequest', ...digestCredential },
			steps: (url) => [
				httpRequest(FIX_STEP, fixRequest(url)),
				httpRequest(LAST, orderRequest(url)),
			],
			idOf: (json) => (dataOf(json).orders as Json[] | undefined)?.[0]?.external_id,
		},
		{
			...{ job: 'read', name: 'mintedConnect', ...mintedCredential },
			steps: () => [
				minted({
					resource: 'order',
					operation: 'get',
					orderIdType: 'external_id',
					orderId: { __rl: true, mode: 'id', value: '={{ $json.id }}' },
				}),
			],
			idOf: (json) => json.external_id,
		},
		{
			...{ job: 'read', name: 'httpRequest', ...digestCredential },
			steps: (url) => [
				httpRequest(LAST, {
					url: `=${url}/partner/order/{{ $json.id }}`,
					authentication: 'genericCredentialType',
					genericAuthType: 'httpDigestAuth',
					options: {},
				}),
			],
			idOf: (json) => dataOf(json).external_id,
		},
	];
}

const ID = 'ROW-ID';

/** Makes as many rows as asked, then works on them. */
async function createWorkflow(
	client: N8nClient,
	{ name, credential }: Contender,
	steps: Step[],
	items: number,
) {
	const row = JSON.stringify(JSON.stringify(buyRow(ID)));
	const make = `return Array.from({ length: ${items} }, (_, i) => ({ json: JSON.parse(${row}.replaceAll('${ID}', 'order-' + i)) }));`;
	return await client.createWorkflow(
		inARow(name, [
			manualTrigger(GO),
			node(START, 'n8n-nodes-base.code', 2, { jsCode: make }),
			...steps.map((step) =>
				node(step.name, step.type, step.typeVersion, step.parameters, using(credential)),
			),
		]),
	);
}

const TICKS_A_SECOND = 100;

/** User and system time of a process so far, as Linux counts it: in hundredths of a second. */
async function cpuMsOf(pid: number): Promise<number> {
	const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
	const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
	return ((Number(fields[11]) + Number(fields[12])) * 1_000) / TICKS_A_SECOND;
}

/**
 * The same in a real n8n: with its isolated expression engine, its encrypted credentials and its
 * database. The time is that of the steps alone, as n8n itself records it.
 */
export async function measureInRealN8n(
	bench: Workbench,
	plan: RealN8nPlan,
): Promise<RealN8nResult[]> {
	return await withN8n(bench, {}, async (opened) => await measureIn(opened, bench, plan));
}

async function measureIn(
	{ n8n, client }: OpenN8n,
	bench: Workbench,
	plan: RealN8nPlan,
): Promise<RealN8nResult[]> {
	const contenders = await contendersOf(client);
	const runAt = async (url: string, contender: Contender): Promise<Round> => {
		await client.updateCredential(contender.credential, contender.data(url));
		const steps = contender.steps(url);
		const { id } = await createWorkflow(client, contender, steps, plan.items);
		const cpuBefore = await cpuMsOf(n8n.pid());
		const execution = await client.runToEnd(id, GO);
		const cpuMs = (await cpuMsOf(n8n.pid())) - cpuBefore;
		const { requests } = await bench.server.call('traffic', url);
		const right = jsonOf(execution, LAST).filter(
			(json, index) => contender.idOf(json) === `order-${index}`,
		).length;
		const { runData } = execution.data.resultData;
		const times = steps.map(({ name }) => runData[name]?.[0]?.executionTime ?? Number.NaN);
		const wallMs = times.reduce((sum, time) => sum + time, 0);
		const { placedTwice } = await bench.server.call('books', url);
		return { wallMs, cpuMs, requests, placedTwice, lost: plan.items - right };
	};
	const results: RealN8nResult[] = [];
	for (const delayMs of plan.delays) {
		const title = `${plan.items} items, ${delayMs} ms of delay, in a real n8n`;
		await bench.progress.step(title, async () => {
			const rounds = new Map<Contender, Round[]>();
			// The very first warms n8n up.
			for (let round = results.length > 0 ? 1 : 0; round <= plan.rounds; round++) {
				for (const contender of contenders) {
					const result = await atFreshAddress(
						bench,
						contender.name,
						{ protocol: 'http', delayMs },
						async (url) => await runAt(url, contender),
					);
					if (round > 0) rounds.set(contender, [...(rounds.get(contender) ?? []), result]);
				}
			}
			for (const [{ job, name }, own] of rounds) {
				results.push({
					...{ job, name, delayMs, items: plan.items },
					wallMs: median(own.map(({ wallMs }) => wallMs)),
					cpuMs: median(own.map(({ cpuMs }) => cpuMs)),
					requests: median(own.map(({ requests }) => requests)),
					lost: Math.max(...own.map(({ lost }) => lost)),
					placedTwice: Math.max(...own.map(({ placedTwice }) => placedTwice)),
				});
			}
		});
	}
	return results;
}
