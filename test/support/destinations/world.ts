import axios from 'axios';
import type { INode, INodeParameters } from 'n8n-workflow';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { ORDERS_TABLE, readExamples, withCredential } from '../../../harness/examples';
import { jsonOf } from '../../../harness/n8n/client';
import type { StoredCredential, StoredWorkflow, WorkflowFile } from '../../../harness/workflows';
import { pushUrlOf } from '../../../harness/n8n/published';
import { startTestN8n, type TestN8n } from '../n8n/testN8n';
import { SlackStandIn, TelegramStandIn } from './chats';
import { GoogleSheetsStandIn } from './googleSheets';
import { HubspotStandIn } from './hubspot';
import { OdooStandIn } from './odoo';
import { startProxy, type DestinationProxy } from './proxy';
import { startMailServer, type MailServer } from './smtp';
import { WooCommerceStandIn } from './wooCommerce';

const ROOT = join(__dirname, '..', '..', '..');
const BUYING = 'buy-gold-for-a-customer';

/** An n8n whose way out leads to a real mail server and to stand-ins of everything else. */
export interface Destinations extends TestN8n {
	mail: MailServer;
	proxy: DestinationProxy;
	sheets: GoogleSheetsStandIn;
	hubspot: HubspotStandIn;
	odoo: OdooStandIn;
	slack: SlackStandIn;
	telegram: TelegramStandIn;
	shop: WooCommerceStandIn;
	/** The examples that were imported so far. */
	imported: ReadonlySet<string>;
	/**
	 * Imports an example with stored credentials; what a user enters into its nodes comes by their
	 * names, and what else a test needs is changed last.
	 */
	importExample(
		slug: string,
		entered?: Record<string, INodeParameters>,
		change?: (workflow: WorkflowFile) => WorkflowFile,
	): Promise<StoredWorkflow>;
	/** Imports and publishes an example whose trigger is pushed to, and has the sandbox push there. */
	connect: Destinations['importExample'];
	/** Gives an order to a workflow as a push does; returns the status of the answer. */
	push(workflow: StoredWorkflow, order: object): Promise<number>;
	/**
	 * Buys 0.1 g of gold in n8n for a customer, who is registered if new; returns the order's guid once
	 * n8n has taken its push.
	 */
	placeOrder(customerId?: string): Promise<string>;
}

const enterInto = (node: INode, entered: Record<string, INodeParameters>): INode => ({
	...node,
	parameters: { ...node.parameters, ...entered[node.name] },
});

/** Starts all of it. Orders keep the status they are placed with until the test moves them. */
export async function startDestinations(): Promise<Destinations> {
	const cleanups: Array<() => Promise<void>> = [];
	const close = async () => {
		for (const cleanup of cleanups.reverse()) await cleanup();
	};
	try {
		const folder = await mkdtemp(join(tmpdir(), 'minted-destinations-'));
		cleanups.push(async () => await rm(folder, { recursive: true, force: true }));
		const mail = await startMailServer();
		cleanups.push(mail.close);
		const sheets = new GoogleSheetsStandIn(Object.keys(ORDERS_TABLE.columns));
		const hubspot = new HubspotStandIn();
		const odoo = new OdooStandIn();
		const slack = new SlackStandIn();
		const telegram = new TelegramStandIn();
		const shop = new WooCommerceStandIn();
		const standIns = [sheets, hubspot, odoo, slack, telegram, shop];
		const proxy = await startProxy(standIns, join(folder, 'certificate.pem'));
		cleanups.push(proxy.close);
		const testN8n = await startTestN8n({
			env: proxy.env,
			sandbox: { behaviour: { stepMs: null } },
		});
		cleanups.push(testN8n.close);

		const { client, sandbox, n8n } = testN8n;
		const stored: StoredCredential[] = [testN8n.credential];
		for (const [type, data] of Object.entries({
			smtp: mail.credential,
			googleApi: sheets.credential,
			hubspotAppToken: hubspot.credential,
			odooApiKeyApi: odoo.credential,
			slackApi: slack.credential,
			telegramApi: telegram.credential,
			wooCommerceApi: shop.credential,
		})) {
			stored.push(await client.createCredential(type, `Invented ${type}`, data));
		}

		const imported = new Set<string>();
		const importExample: Destinations['importExample'] = async (
			slug,
			entered = {},
			change = (same) => same,
		) => {
			const example = readExamples(ROOT).find((known) => known.slug === slug);
			if (example === undefined) throw new Error(`There is no example ${slug}`);
			const filled = stored.reduce(withCredential, example.workflow);
			const nodes = filled.nodes.map((node) => enterInto(node, entered));
			imported.add(slug);
			return await client.createWorkflow(change({ ...filled, nodes }));
		};
		const buying = new Map<string, Promise<StoredWorkflow>>();
		const buyingFor = async (customerId: string) => {
			const example = readExamples(ROOT).find(({ slug }) => slug === BUYING)!;
			const text = JSON.stringify(example.workflow.nodes.find(({ name }) => name === 'Order'));
			const order = JSON.parse(text.replaceAll('EXAMPLE-ADA', customerId)) as INode;
			return await importExample(BUYING, { Order: order.parameters });
		};

		return {
			...testN8n,
			...{
				mail,
				proxy,
				sheets,
				hubspot,
				odoo,
				slack,
				telegram,
				shop,
				imported,
				importExample,
				close,
			},
			async connect(...example) {
				const { id } = await importExample(...example);
				const published = await client.publishWorkflow(id);
				sandbox.pushes.setUrl(pushUrlOf(n8n.url, published));
				return published;
			},
			async push(workflow, order) {
				const url = pushUrlOf(n8n.url, workflow);
				const options = { validateStatus: () => true, proxy: false } as const;
				return (await axios.post(url, order, options)).status;
			},
			async placeOrder(customerId = 'EXAMPLE-ADA') {
				const workflow = buying.get(customerId) ?? buyingFor(customerId);
				buying.set(customerId, workflow);
				const execution = await client.runToEnd((await workflow).id, 'Try it here');
				const [order] = jsonOf(execution, 'Buy gold');
				if (order === undefined) throw new Error(`Nothing was bought for ${customerId}`);
				await sandbox.pushes.idle();
				return String(order.guid);
			},
		};
	} catch (error) {
		await close();
		throw error;
	}
}
