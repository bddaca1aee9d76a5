/** Baskets that are completed while everything fails: each becomes an order once, and no report lies. */
import { setTimeout as delay } from 'node:timers/promises';
import type { INodeParameters } from 'n8n-workflow';
import { buildIfNeeded } from '../../harness/build';
import { stderrProgress } from '../../harness/progress';
import { SHOP_NODE } from '../../harness/package';
import { startSandbox, type Sandbox } from '../../sandbox';
import { FAULT_KINDS } from '../../sandbox/faults';
import { RandomStream } from '../../sandbox/random';
import { byId } from '../support/forms';
import { closingCounts, kindsMet } from '../support/faults/closing';
import { inTurns } from '../support/faults/inTurns';
import { Judge } from '../support/faults/judge';
import { isPlaced, reportsOf, type Report } from '../support/faults/verdict';
import { runNode, startWorker, type Worker } from '../support/inProcess';
import { BASKET_OWNER, openBasket, WALLET_BAR } from '../support/operations/baskets';
import { bySize, printCounts, proofSeed } from '../support/proof';

const COMPLETIONS = [
	{ operation: 'complete', endpoint: 'ecomCompleteBasket', section: 'ecom', kind: 'buy' },
	{ operation: 'completeBuy', endpoint: 'walletableCompleteBuy', section: 'wallet', kind: 'buy' },
	{
		operation: 'completeSell',
		endpoint: 'walletableCompleteSell',
		section: 'wallet',
		kind: 'sell',
	},
	{
		operation: 'completeDelivery',
		endpoint: 'walletableCompleteDelivery',
		section: 'wallet',
		kind: 'delivery',
	},
] as const;
type Completion = (typeof COMPLETIONS)[number];

/** Each sandbox is an account of its own: a busy API holds up only those who share it. */
const SIZE = bySize({ full: { accounts: 12, each: 28 }, short: { accounts: 2, each: 16 } });
const WIDTH = 6;
const AT_A_TIME = 7;
const TIMEOUT_MS = 15 * 60_000;
/** Real time, scaled down. After the lag every completion can be looked up, late ones too. */
const OPTIONS = { timeoutSeconds: 1, retrySeconds: 1, settleSeconds: 3 };
const HANG_MS = 1_300;
const LOOKUP_DELAY_MS = 200;
const LAG_MS = 3_000;
const STORM_RUNS = 4;
const CALM_RUNS = 3;

interface Basket {
	token: string;
	completion: Completion;
	/** Two executions at the same time, as after a double click. */
	twice: boolean;
	/** Retry On Fail with this many tries in all. */
	tries: number;
	isDone: boolean;
}

interface Account {
	sandbox: Sandbox;
	judge: Judge;
	random: RandomStream;
	baskets: Basket[];
}

const accounts: Account[] = [];
let workers: Worker[] = [];
let executions = 0;

const orders = ({ shop }: Sandbox, token: string): string[] =>
	shop.orders
		.all()
		.filter(({ content }) => content.cartToken === token)
		.map(({ guid }) => guid);

function formOf({ token, completion: { operation, section } }: Basket): INodeParameters {
	const shipping = {
		...{ fullname: 'Ada Example', phone: '+905000000000', address: 'Example Street 1' },
		...{ county: 'Kadıköy', city: 'İstanbul' },
	};
	const body = operation === 'completeDelivery' ? { shipping } : {};
	return {
		resource: section === 'ecom' ? 'basket' : 'walletBasket',
		...{ operation, customerId: byId(BASKET_OWNER), cartToken: byId(token) },
		...{ additionalBody: JSON.stringify(body), options: OPTIONS },
	};
}

async function openAccount(number: number): Promise<Account> {
	const random = new RandomStream(proofSeed, `baskets of account ${number}`);
	const sandbox = await startSandbox({
		seed: number,
		journalSize: 100_000,
		digest: { nonceMaxUses: 25 },
		// The worst that the API may do: it completes a basket as often as it is asked to.
		behaviour: { lookupDelayMs: LOOKUP_DELAY_MS, rejectCompletedBaskets: false },
	});
	sandbox.setBalance(BASKET_OWNER, 'TRY', 1e9);
	sandbox.setBalance('partner', 'TRY', 1e9);
	sandbox.shop.setStock('MNT0001', 100_000);
	sandbox.shop.setBars(BASKET_OWNER, WALLET_BAR, 100_000);
	const baskets = Array.from({ length: SIZE.each }, (_, index): Basket => {
		const completion = COMPLETIONS[index % COMPLETIONS.length]!;
		const { section, kind } = completion;
		const token = openBasket(sandbox, { section, kind });
		const [twice, tries] = [random.chance(0.2), random.pick([1, 1, 2])];
		return { token, completion, twice, tries, isDone: false };
	});
	const judge = new Judge((token) => orders(sandbox, token));
	return { sandbox, judge, random, baskets };
}

async function run({ sandbox, judge }: Account, basket: Basket, worker: Worker): Promise<void> {
	const { token, twice, tries } = basket;
	const once = async () => {
		const result = await runNode({
			...{ sandbox, worker, nodeType: SHOP_NODE, parameters: formOf(basket) },
			...(tries > 1 ? { tries } : {}),
			executionId: `baskets ${++executions}`,
		});
		return reportsOf(result, 1)[0]!;
	};
	judge.begin(token);
	const reports = await Promise.all(twice ? [once(), once()] : [once()]);
	for (const report of weightiest(reports)) judge.end(token, report);
	basket.isDone = reports.every(isPlaced);
}

/**
 * Of two executions at the same time, one speaks of itself only when it says that it ordered nothing:
 * the other may have. What both say together is a "no" only where both say no.
 */
function weightiest(reports: Report[]): Report[] {
	for (const weighs of [isPlaced, ({ verdict }: Report) => verdict === 'unknown']) {
		const heavy = reports.filter(weighs);
		if (heavy.length > 0) return heavy;
	}
	return reports;
}

/** Runs it until it says that there is an order; now and then another process of n8n takes over. */
async function insist(account: Account, basket: Basket, times: number): Promise<void> {
	const { random } = account;
	let worker = random.pick(workers);
	for (let time = 0; time < times && !basket.isDone; time++) {
		if (time > 0 && random.chance(0.4)) {
			worker = random.pick(workers);
			// Nobody remembers an attempt in another process: there only time protects.
			await delay(LAG_MS);
		}
		await run(account, basket, worker);
	}
}

/** Nobody can tell: the answer is lost, and Minted cannot be asked for the basket either. */
async function loseSight(account: Account, basket: Basket): Promise<void> {
	const { faults } = account.sandbox;
	const { endpoint, section } = basket.completion;
	const lookup = section === 'ecom' ? 'ecomGetOrder' : 'walletableGetOrders';
	Object.assign(basket, { twice: false, tries: 1 });
	faults.add({ kind: 'resetAfter', match: { operationId: endpoint } });
	faults.add({ kind: '503Before', match: { operationId: lookup }, skip: 1, times: 200 });
	await run(account, basket, workers[0]!);
	faults.clear();
}

/** The kinds of faults that strike completions whatever else happens, shared among the accounts. */
function certainFaults({ sandbox }: Account, number: number): void {
	const own = FAULT_KINDS.filter((_, index) => index % SIZE.accounts === number);
	own.forEach((kind, index) => {
		const { endpoint } = COMPLETIONS[index % COMPLETIONS.length]!;
		sandbox.faults.add({ kind, match: { operationId: endpoint }, delayMs: HANG_MS });
	});
}

async function serve(account: Account, number: number): Promise<void> {
	const { sandbox, baskets, judge } = account;
	for (const basket of baskets.slice(0, COMPLETIONS.length)) await loseSight(account, basket);
	certainFaults(account, number);
	sandbox.faults.setPlan({
		...{ seed: proofSeed + number, rate: 0.3, kinds: [...FAULT_KINDS] },
		...{ delayMs: HANG_MS, retryAfterSeconds: 1 },
	});
	await delay(LAG_MS);
	await inTurns(baskets, AT_A_TIME, async (basket) => await insist(account, basket, STORM_RUNS));
	sandbox.faults.setPlan(null);
	await delay(LAG_MS);
	await inTurns(baskets, AT_A_TIME, async (basket) => await insist(account, basket, CALM_RUNS));
	await delay(HANG_MS);
	judge.close();
}

const judges = () => accounts.map(({ judge }) => judge);
const requests = () => accounts.flatMap(({ sandbox }) => sandbox.requests());
const all = () => accounts.flatMap(({ baskets }) => baskets);

beforeAll(async () => {
	await buildIfNeeded(stderrProgress);
	workers = [startWorker(), startWorker()];
	for (let number = 0; number < SIZE.accounts; number++) accounts.push(await openAccount(number));
	await inTurns(accounts, WIDTH, serve);
}, TIMEOUT_MS);

afterAll(async () => {
	await Promise.all(accounts.map(async ({ sandbox }) => await sandbox.close()));
});

describe('Completing baskets while everything fails', () => {
	it('completes none twice, and never reports what is not so', () => {
		printCounts('faults of baskets', {
			baskets: all().length,
			executions,
			requests: requests().length,
			faults: requests().filter(({ fault }) => fault !== null).length,
			...closingCounts(judges()),
		});
		expect(judges().flatMap(({ findings }) => findings)).toEqual([]);
	});

	it('completed every basket in the end, those of unknown fate by running again', () => {
		expect(all().filter(({ isDone }) => !isDone)).toEqual([]);
		const unknowns = judges().map((judge) => judge.unknowns());
		for (const { everUnknown, stillUnknown } of unknowns) {
			expect(everUnknown).toBeGreaterThanOrEqual(COMPLETIONS.length);
			expect(stillUnknown).toBe(0);
		}
	});

	it('met every kind of fault on completions', () => {
		const met = kindsMet(
			requests(),
			COMPLETIONS.map(({ endpoint }) => endpoint),
		);
		expect(FAULT_KINDS.filter((kind) => !met.has(kind))).toEqual([]);
	});
});
