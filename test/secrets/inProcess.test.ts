import type { INodeParameters } from 'n8n-workflow';

import { startSandbox, type Sandbox } from '../../sandbox';
import { FAULT_KINDS, type FaultKind } from '../../sandbox/faults';
import { runNode, type RunOptions, type RunResult } from '../support/inProcess';
import { byId } from '../support/forms';
import { openBasket } from '../support/operations/baskets';
import { nodeOf, operationOf } from '../support/operations/nodes';
import { fillIn, SAMPLES } from '../support/operations/parameters';
import { bySize, printCounts } from '../support/proof';
import { startEcho } from '../support/secrets/echo';
import {
	BASKET_SECRETS,
	PLANTED,
	PLANTED_ENV,
	PLANTED_SECRETS,
	SECRET_OPERATIONS,
	type SecretOperation,
} from '../support/secrets/plants';
import { SecretSearch, type Finding } from '../support/secrets/search';
import { startWiretap, type Wiretap } from '../support/secrets/wiretap';

jest.setTimeout(10 * 60_000);

/** A hang outlasts the step's timeout. */
const SECONDS: INodeParameters = { timeoutSeconds: 0.3, retrySeconds: 0.2, settleSeconds: 0.3 };
const HANG_MS = 450;
const ON_ERROR = bySize({
	full: ['stopWorkflow', 'continueRegularOutput', 'continueErrorOutput'] as const,
	short: ['continueErrorOutput'] as const,
});

let sandbox: Sandbox;
let wiretap: Wiretap;
let echo: Awaited<ReturnType<typeof startEcho>>;
const search = new SecretSearch(PLANTED_SECRETS);
const stored: Array<{ where: string; text: string }> = [];
const counts = { runs: 0, failed: 0, found: 0 };
/** The data of one run is small enough to look for four digits in it. */
const BARE_CVV = new RegExp(`(?<![\\w.-])${PLANTED.cvv}(?![\\w-])`);

beforeAll(async () => {
	Object.assign(process.env, PLANTED_ENV);
	sandbox = await startSandbox({ seed: 1, digest: { password: PLANTED.password } });
	sandbox.setBalance('MTD-DEMO-1', 'GAU', 10_000);
	sandbox.shop.setStock('MNT0001', 100_000);
	wiretap = await startWiretap(sandbox.url);
	echo = await startEcho();
});

afterAll(async () => {
	for (const name of Object.keys(PLANTED_ENV)) Reflect.deleteProperty(process.env, name);
	await wiretap?.close();
	await echo?.close();
	await sandbox?.close();
});

interface Scene {
	name: string;
	parameters?: INodeParameters;
	options?: Partial<RunOptions>;
	prepare?(endpoint: string): void;
}

/** Runs the operation with planted values, and keeps all that n8n would store of it. */
async function run(
	{ key, endpoint, choices }: SecretOperation,
	scene: Scene,
	onError: (typeof ON_ERROR)[number] = 'stopWorkflow',
): Promise<RunResult> {
	const operation = operationOf(key);
	counts.runs++;
	// Every run is about a customer and an order of its own, whose ids are no secret.
	const samples = {
		...SAMPLES,
		newCustomerId: `MTD-SECRET-${counts.runs}`,
		cartToken: byId(openBasket(sandbox)),
	};
	const parameters = { ...fillIn(operation, choices, { samples }), ...scene.parameters };
	const options = { ...(parameters.options as INodeParameters), ...SECONDS };
	scene.prepare?.(endpoint);
	const result = await runNode({
		sandbox,
		nodeType: nodeOf(operation).type,
		parameters: { ...parameters, options },
		onError,
		...scene.options,
		credential: { baseUrl: wiretap.url, ...scene.options?.credential },
	});
	sandbox.faults.clear();
	const errors = [...result.json, ...result.errorItems.map(({ json }) => json)].filter(
		({ error }) => error !== undefined,
	);
	if (result.error !== undefined || errors.length > 0) counts.failed++;
	const where = `${key}, ${scene.name}, ${onError}`;
	stored.push({ where, text: JSON.stringify(result.run) });
	return result;
}

const KINDS = bySize<readonly FaultKind[]>({
	full: FAULT_KINDS,
	short: ['resetAfter', '500After', 'hangBefore', 'truncatedJsonAfter', 'staleNonce'],
});
const FAULTS: Scene[] = KINDS.map((kind) => ({
	name: kind,
	prepare: (operationId) =>
		sandbox.faults.add({ kind, match: { operationId }, times: 20, delayMs: HANG_MS }),
}));

const REFUSALS: Scene[] = [
	{
		name: 'a wrong password',
		options: { credential: { password: PLANTED.wrongPassword } },
	},
	{
		name: 'an API that repeats all it was sent',
		options: {
			get credential() {
				return { baseUrl: echo.url };
			},
		},
	},
	{
		name: 'an address where nothing listens',
		options: { credential: { baseUrl: 'http://127.0.0.1:9' } },
	},
	{ name: 'a field that is not valid', parameters: { additionalBody: '{not JSON' } },
	{
		name: 'a value that Minted refuses',
		parameters: { additionalBody: '{"no_such_field_of_minted": {"deep": [1]}}' },
	},
	{ name: 'Retry On Fail', options: { tries: 3 }, prepare: FAULTS[0]!.prepare },
];

/** Searches what the runs since the last time have left, and counts what it finds. */
const findings = (): Finding[] => {
	const answers = new SecretSearch(wiretap.answers());
	const found = stored
		.splice(0)
		.flatMap(({ where, text }) => [
			...search.value(where, text),
			...answers.value(where, text),
			...(BARE_CVV.test(text) ? [{ where, secret: 'CVV', form: 'as it is' }] : []),
		]);
	counts.found += found.length;
	return found;
};

describe.each([...SECRET_OPERATIONS, ...BASKET_SECRETS])('$key', (operation) => {
	it('sends the planted values, and keeps none of them', async () => {
		const before = wiretap.sent().length;
		await run(operation, { name: 'no failure' });
		const sent = wiretap.sent().slice(before);
		for (const name of operation.carries) expect(sent).toContain(PLANTED[name]);
		expect(findings()).toEqual([]);
	});

	it.each([...FAULTS, ...REFUSALS].map((scene) => [scene.name, scene] as const))(
		'keeps no secret after %s',
		async (_, scene) => {
			for (const onError of ON_ERROR) await run(operation, scene, onError);
			expect(findings()).toEqual([]);
		},
	);
});

describe('Over all runs', () => {
	it('most failed, and each part of every password and card was sent and looked for', () => {
		printCounts('secrets in-process', {
			...counts,
			'answers to nonces looked for': wiretap.answers().length,
			'bytes searched': search.searched.bytes,
		});
		expect(counts.failed).toBeGreaterThan(counts.runs / 2);
		expect(wiretap.answers().length).toBeGreaterThan(0);
	});
});
