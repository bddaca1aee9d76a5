/** `npm run bench`: measures everything, side by side, and writes docs/benchmarks. */
import { ROOT } from '../harness/package';
import { createProgress } from '../harness/progress';
import { withCleanup } from '../harness/cleanup';
import { errorText, ExplainedError } from '../harness/explainedError';
import { measureBuys } from './cases/buys';
import { measureMemory } from './cases/memory';
import { measureMinutely, measureNonces } from './cases/nonces';
import { measurePackage } from './cases/pack';
import { measurePushes } from './cases/pushes';
import { measureInRealN8n } from './cases/realN8n';
import { measureRequests } from './cases/requests';
import { describeMachine } from './machine';
import { FULL, QUICK, type Plan } from './plan';
import { profileRequests } from './profile';
import { profileTable, targetTable } from './report/tables';
import { writeReport } from './report/page';
import type { Measured, Part } from './results';
import { openWorkbench, type Workbench } from './workbench';

/** In the order in which they are measured. */
const PARTS: { [One in Part]: (bench: Workbench, plan: Plan) => Promise<Measured[One]> } = {
	pack: measurePackage,
	buys: async (bench, plan) => await measureBuys(bench, plan.buys),
	minutely: measureMinutely,
	nonces: measureNonces,
	cells: measureRequests,
	realN8n: async (bench, plan) => await measureInRealN8n(bench, plan.realN8n),
	pushes: async (bench, plan) => await measurePushes(bench, plan.pushes),
	memory: measureMemory,
	profile: profileRequests,
};

const ALL = Object.keys(PARTS) as Part[];

const USAGE = `npm run bench                      everything, about 35 minutes on a quiet machine
npm run bench -- --quick           up to 1,000 items, http only, a few minutes
npm run bench -- --only buys,cells these parts; prints their targets, writes nothing
npm run bench -- --profile         where the CPU time of an item goes; writes nothing

Parts: ${ALL.join(', ')}. --quick goes with --only.`;

interface Wish {
	plan: Plan;
	/** All of them are written, a choice only printed. */
	parts: Part[];
	profile: boolean;
}

/** @throws ExplainedError for what is no option */
function readOptions(options: string[]): Wish {
	const wish: Wish = { plan: FULL, parts: ALL, profile: false };
	const rest = [...options];
	for (let option = rest.shift(); option !== undefined; option = rest.shift()) {
		if (option === '--quick') wish.plan = QUICK;
		else if (option === '--profile') wish.profile = true;
		else if (option === '--only') wish.parts = readParts(rest.shift() ?? '');
		else throw new ExplainedError(`Unknown: ${option}`, USAGE);
	}
	return wish;
}

function readParts(text: string): Part[] {
	const parts = text.split(',');
	const isPart = (part: string): part is Part => part in PARTS;
	if (parts.every(isPart)) return parts;
	throw new ExplainedError(`Unknown parts: ${text}`, USAGE);
}

async function measure(bench: Workbench, plan: Plan, parts: Part[]): Promise<Partial<Measured>> {
	const measured: Array<[Part, unknown]> = [];
	for (const part of parts) measured.push([part, await PARTS[part](bench, plan)]);
	return Object.fromEntries(measured);
}

async function run(bench: Workbench, { plan, parts, profile }: Wish): Promise<string> {
	if (profile) return profileTable(await profileRequests(bench));
	const machine = await describeMachine(bench);
	const measured = await measure(bench, plan, parts);
	const targets = targetTable(measured);
	if (parts !== ALL) return targets;
	const date = new Date().toISOString();
	await writeReport(ROOT, { plan: plan.name, date, machine, ...(measured as Measured) });
	return `${targets}\n\nWritten: docs/benchmarks.md, docs/benchmarks/, README.md`;
}

async function main(): Promise<void> {
	const wish = readOptions(process.argv.slice(2));
	const progress = createProgress((line) => console.log(line));
	await withCleanup(async (onCleanup) => {
		console.log(`\n${await run(await openWorkbench(progress, onCleanup), wish)}`);
	});
}

main().catch((error: unknown) => {
	console.error(`\n${errorText(error)}`);
	process.exitCode = 1;
});
