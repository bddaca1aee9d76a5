import type { INodeParameters } from 'n8n-workflow';
import { startSandbox, type Sandbox, type SandboxOptions } from '../../../sandbox';
import { operationsByKey } from '../../../nodes/MintedConnect/registry';
import type { Operation } from '../../../nodes/shared/operation';
import { inVersion2 } from '../forms';
import { runNode, type RunOptions, type RunResult } from './runNode';

export { byId } from '../forms';

/** Spot prices in TRY a gram; what a buyer pays and a seller gets follows from them. */
const SPOT = { GAU: 3000, GAG: 35, GPT: 1200, GPD: 1100, BGAU: 2990 };

function operationOf({ resource, operation }: INodeParameters): Operation {
	const found = operationsByKey.get(`${String(resource)}.${String(operation)}`);
	if (found === undefined) throw new Error(`There is no ${String(resource)}.${String(operation)}`);
	return found;
}

export interface Shop {
	readonly sandbox: Sandbox;
	/** One run of the node; what a parameter is not given for has its default. */
	run(parameters: INodeParameters, options?: Partial<RunOptions>): Promise<RunResult>;
	/** What one gram costs a buyer and brings a seller. */
	prices(sku: keyof typeof SPOT): Promise<{ buy: number; sell: number }>;
}

/** Where sandboxes of this process have been. */
const known = new Set<string>();

/** The system gives a port that is free again to the next that asks: this one takes none twice. */
async function startElsewhere(options: SandboxOptions): Promise<Sandbox> {
	const sandbox = await startSandbox(options);
	if (!known.has(sandbox.url)) {
		known.add(sandbox.url);
		return sandbox;
	}
	try {
		return await startElsewhere(options);
	} finally {
		await sandbox.close();
	}
}

/**
 * A new sandbox for each test, in which time and prices stand still and orders move only when told
 * to. Its address is new as well: what the node remembers of an account ends with the test.
 */
export function openShop(options: SandboxOptions = {}, version: 1 | 2 = 1): Shop {
	let sandbox: Sandbox;
	beforeEach(async () => {
		sandbox = await startElsewhere({
			seed: 1,
			startAt: '2026-11-02T09:00:00Z',
			frozen: true,
			...options,
			behaviour: { stepMs: null, ...options.behaviour },
		});
		sandbox.setPrices({ frozen: true, spot: SPOT });
	});
	afterEach(async () => await sandbox.close());
	const run: Shop['run'] = async (parameters, more) =>
		await runNode({
			sandbox,
			parameters: version === 1 ? parameters : inVersion2(operationOf(parameters), parameters),
			typeVersion: version,
			...more,
		});
	return {
		get sandbox() {
			return sandbox;
		},
		run,
		async prices(sku) {
			const fixed = await run({ resource: 'price', operation: 'fix', account: 'partner' });
			const rows = fixed.json[0]?.prices as Array<Record<string, number | string>>;
			const row = rows.find((price) => price.sku === sku);
			return { buy: Number(row?.buy_price), sell: Number(row?.sell_price) };
		},
	};
}
