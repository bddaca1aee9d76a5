import { Cleanups } from '../../harness/cleanup';
import { eventually } from '../../harness/eventually';
import { withCredential } from '../../harness/examples';
import { jsonOf } from '../../harness/n8n/client';
import { pushUrlOf } from '../../harness/n8n/published';
import {
	ACTION_NODE,
	PACKAGE_NAME,
	POLLING_TRIGGER_NODE,
	SHOP_NODE,
	TRIGGER_NODE,
} from '../../harness/package';
import { node, using, inARow, manualTrigger, type StoredWorkflow } from '../../harness/workflows';
import { Polled, POLLED_STEP } from '../support/upgrade/polled';
import { orderedBy, SAVED_FORMS, savedForms } from '../support/upgrade/savedForms';
import {
	NEW_VERSION,
	OLD_VERSION,
	openUpgradeWorld,
	savedWorkflows,
	type UpgradeWorld,
} from '../support/upgrade/world';

const BY_HAND = 'Try it here';

/** Every five seconds; n8n refuses shorter rules than a minute, but not twelve of a minute. */
const POLL_TIMES = {
	item: Array.from({ length: 12 }, (_, part) => ({
		mode: 'custom',
		cronExpression: `${part * 5} * * * * *`,
	})),
};

/** A busy machine may take this long to start n8n again. */
jest.setTimeout(240_000);

/** The steps build on each other, as they do for a user. */
describe("In n8n's own installer of community nodes", () => {
	const cleanups = new Cleanups();
	let world: UpgradeWorld;
	const workflows = new Map<string, StoredWorkflow>();
	let polled: Polled;
	let orderedBefore: ReturnType<typeof orderedBy>;
	const ranByHand = savedWorkflows().filter(({ workflow }) =>
		workflow.nodes.some(({ name }) => name === BY_HAND),
	);

	beforeAll(async () => {
		world = await openUpgradeWorld(cleanups.add);
	}, 20 * 60_000);
	afterAll(cleanups.run);

	const workflowOf = (slug: string): StoredWorkflow => {
		const workflow = workflows.get(slug);
		if (workflow === undefined) throw new Error(`${slug} was not saved`);
		return workflow;
	};

	const runsByHand = async () => {
		for (const { slug } of ranByHand) {
			const { status, data } = await world.client.runToEnd(workflowOf(slug).id, BY_HAND);
			expect([slug, status, data.resultData.error?.message]).toEqual([slug, 'success', undefined]);
		}
	};

	/** Buys over the saved workflow's push: an order that Minted pushes until it is completed. */
	const pushArrives = async (externalId: string) => {
		const buy = await world.client.createWorkflow(
			inARow(`Buy ${externalId}`, [
				manualTrigger('Start'),
				node(
					'Buy',
					ACTION_NODE,
					1,
					{ resource: 'order', operation: 'buy', account: 'partner', amount: 0.1, externalId },
					using(await world.createCredential()),
				),
			]),
		);
		const execution = await world.client.runToEnd(buy.id, 'Start');
		expect(jsonOf(execution, 'Buy')[0]).toMatchObject({ external_id: externalId });
		world.sandbox.moveOrder(externalId, 'Completed');
		await eventually(
			async () => await world.client.dataTableRows(world.table.id, { external_id: externalId }),
			(rows) => rows[0]?.status_name === 'Completed',
		);
	};

	it(`${OLD_VERSION} installs by its name`, async () => {
		const installed = await world.client.installPackage(PACKAGE_NAME, OLD_VERSION);
		expect(installed).toMatchObject({
			packageName: PACKAGE_NAME,
			installedVersion: OLD_VERSION,
			installedNodes: expect.arrayContaining([
				expect.objectContaining({ type: ACTION_NODE }),
			]) as unknown,
		});
	});

	/** Every form of 0.1.0 does the same as on its first run; prices stand still. */
	const formsOrder = async () => {
		const { id, status, data } = await world.client.runToEnd(workflowOf('forms').id, BY_HAND);
		expect([status, data.resultData.error?.message]).toEqual(['success', undefined]);
		return orderedBy(id, world.sandbox);
	};

	it('its workflows are saved and run', async () => {
		const credential = await world.createCredential();
		for (const { slug, workflow } of savedWorkflows()) {
			const saved = await world.client.createWorkflow(withCredential(workflow, credential));
			workflows.set(slug, saved);
		}
		const pushes = workflowOf('order-push-to-spreadsheet');
		await world.client.publishWorkflow(pushes.id);
		world.sandbox.pushes.setUrl(pushUrlOf(world.n8n.url, pushes));
		await runsByHand();
		world.sandbox.setPrices({ frozen: true });
		workflows.set('forms', await world.client.createWorkflow(savedForms(BY_HAND, credential)));
		orderedBefore = await formsOrder();
		expect(orderedBefore.map(({ step }) => step)).toEqual(SAVED_FORMS);

		const orders = node(
			POLLED_STEP,
			POLLING_TRIGGER_NODE,
			1,
			{ pollTimes: POLL_TIMES },
			using(credential),
		);
		polled = new Polled(world.client, world.sandbox);
		workflows.set('polled', await world.client.createWorkflow(inARow('Polled', [orders])));
		await polled.publish(workflowOf('polled').id);
		await pushArrives('before-the-upgrade');
		await polled.brings('before-the-upgrade');
	});

	it('the present package takes its place, with the same nodes and more', async () => {
		polled.holdBack();
		await pushArrives('unseen-by-the-old-version');
		const installed = await world.client.updatePackage(PACKAGE_NAME, NEW_VERSION);
		expect(installed.installedVersion).toBe(NEW_VERSION);
		expect(installed.installedNodes.map(({ type }) => type).sort()).toEqual(
			[ACTION_NODE, TRIGGER_NODE, POLLING_TRIGGER_NODE, SHOP_NODE].sort(),
		);
		polled.goOn();
	});

	it('n8n still has every node in the version that was saved', async () => {
		const known = await world.client.nodeTypes();
		const saved = [...workflows.values()].flatMap(({ nodes }) => nodes);
		const missing = saved
			.filter(({ type }) => type.startsWith(`${PACKAGE_NAME}.`))
			.filter(
				({ type, typeVersion }) =>
					!known.some(
						({ name, version }) => name === type && [version].flat().includes(typeVersion),
					),
			);
		expect(missing.map(({ type, typeVersion }) => `${type} ${typeVersion}`)).toEqual([]);
	});

	it('every saved workflow still runs, without a restart of n8n', async () => {
		await runsByHand();
		expect(await formsOrder()).toEqual(orderedBefore);
	});

	it('the published workflows still take pushes and poll', async () => {
		await pushArrives('after-the-upgrade');
		await polled.brings('after-the-upgrade');
	});

	it('an order that the old version did not see is told by the new one', async () => {
		await polled.brings('unseen-by-the-old-version');
	});

	it('all of this is so after a restart of n8n, too', async () => {
		polled.holdBack();
		await pushArrives('unseen-before-the-restart');
		await world.n8n.stop();
		polled.goOn();
		await world.n8n.restart();
		await polled.brings('unseen-before-the-restart');
		await runsByHand();
		expect(await formsOrder()).toEqual(orderedBefore);
		await pushArrives('after-the-restart');
		await polled.brings('after-the-restart');
	});

	it('every change of every order was told once, whichever version saw it', async () => {
		expect(await polled.contradictions()).toEqual([]);
	});

	it('no order was placed twice', () => {
		const ids = world.sandbox.orders().map(({ externalId }) => externalId);
		expect(new Set(ids).size).toBe(ids.length);
	});
});
