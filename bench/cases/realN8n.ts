import { readFile } from 'fs/promises';
import type { INode } from 'n8n-workflow';

import { jsonOf, type N8nClient } from '../../harness/n8n/client';
import type { OpenN8n } from '../../harness/n8n/open';
import { inARow, manualTrigger, node, using, type StoredCredential } from '../../harness/workflows';
import { ACTION_NODE, CREDENTIAL_TYPE } from '../../harness/package';
import type { RealN8nPlan } from '../plan';
import type { RealContender, RealN8nResult } from '../results';
import { ACCOUNT } from '../server/guards';
import { median } from '../statistics';
import { atFreshAddress } from './requests';
import { withN8n } from './n8n';
import type { Workbench } from '../workbench';

const STEP = 'Get orders';
const START = 'Start';

interface Contender {
	name: RealContender;
	credential: StoredCredential;
	/** What the credential holds for an API at this address. */
	data(url: string): Record<string, unknown>;
	step(url: string): Pick<INode, 'type' | 'typeVersion' | 'parameters'>;
	/** The order's id in one output item. */
	idOf(json: Record<string, unknown>): unknown;
}

interface Round {
	wallMs: number;
	cpuMs: number;
	requests: number;
	lost: number;
}

async function contendersOf(client: N8nClient): Promise<Contender[]> {
	const minted = (url: string) => ({ environment: 'custom', baseUrl: url, ...ACCOUNT });
	const digest = { user: ACCOUNT.username, password: ACCOUNT.password };
	return [
		{
			name: 'mintedConnect',
			credential: await client.createCredential(CREDENTIAL_TYPE, 'Bench', minted('http://[::1]')),
			data: minted,
			step: () => ({
				type: ACTION_NODE,
				typeVersion: 1,
				parameters: {
					resource: 'order',
					operation: 'get',
					orderIdType: 'external_id',
					orderId: { __rl: true, mode: 'id', value: '={{ $json.id }}' },
				},
			}),
			idOf: (json) => json.external_id,
		},
		{
			name: 'httpRequest',
			credential: await client.createCredential('httpDigestAuth', 'Bench', digest),
			data: () => digest,
			step: (url) => ({
				type: 'n8n-nodes-base.httpRequest',
				typeVersion: 4.2,
				parameters: {
					url: `=${url}/partner/order/{{ $json.id }}`,
					authentication: 'genericCredentialType',
					genericAuthType: 'httpDigestAuth',
					options: {},
				},
			}),
			idOf: ({ data }) => (data as Record<string, unknown> | undefined)?.external_id,
		},
	];
}

/** Makes as many items as asked, then gets an order for each. */
async function createWorkflow(client: N8nClient, contender: Contender, url: string, items: number) {
	const { type, typeVersion, parameters } = contender.step(url);
	const make = `return Array.from({ length: ${items} }, (_, i) => ({ json: { id: 'order-' + i } }));`;
	return await client.createWorkflow(
		inARow(contender.name, [
			manualTrigger(START),
			node('Items', 'n8n-nodes-base.code', 2, { jsCode: make }),
			node(STEP, type, typeVersion, parameters, using(contender.credential)),
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
 * The same step in a real n8n: with its isolated expression engine, its encrypted credentials and its
 * database. The time is that of the step alone, as n8n itself records it.
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
		const { id } = await createWorkflow(client, contender, url, plan.items);
		const cpuBefore = await cpuMsOf(n8n.pid());
		const execution = await client.runToEnd(id, START);
		const cpuMs = (await cpuMsOf(n8n.pid())) - cpuBefore;
		const { requests } = await bench.server.call('traffic', url);
		const right = jsonOf(execution, STEP).filter(
			(json, index) => contender.idOf(json) === `order-${index}`,
		).length;
		const wallMs = execution.data.resultData.runData[STEP]?.[0]?.executionTime ?? Number.NaN;
		return { wallMs, cpuMs, requests, lost: plan.items - right };
	};
	const results: RealN8nResult[] = [];
	for (const delayMs of plan.delays) {
		const title = `${plan.items} items, ${delayMs} ms of delay, in a real n8n`;
		await bench.progress.step(title, async () => {
			const rounds = new Map<RealContender, Round[]>(contenders.map(({ name }) => [name, []]));
			for (let round = 0; round <= plan.rounds; round++) {
				for (const contender of contenders) {
					const result = await atFreshAddress(
						bench,
						contender.name,
						{ protocol: 'http', delayMs },
						async (url) => await runAt(url, contender),
					);
					// The first warms n8n up.
					if (round > 0) rounds.get(contender.name)?.push(result);
				}
			}
			for (const [name, own] of rounds) {
				results.push({
					name,
					items: plan.items,
					delayMs,
					wallMs: median(own.map(({ wallMs }) => wallMs)),
					cpuMs: median(own.map(({ cpuMs }) => cpuMs)),
					requests: median(own.map(({ requests }) => requests)),
					lost: Math.max(...own.map(({ lost }) => lost)),
				});
			}
		});
	}
	return results;
}
