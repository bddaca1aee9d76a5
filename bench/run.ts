/** `npm run bench`: measures everything, side by side, and writes docs/benchmarks. */
import { ROOT } from '../harness/package';
import { createProgress } from '../harness/progress';
import { withCleanup } from '../harness/cleanup';
import { errorText } from '../harness/explainedError';
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
import type { Results } from './results';
import { openWorkbench, type Workbench } from './workbench';

const USAGE = `npm run bench                 everything, about 40 minutes on a quiet machine
npm run bench -- --quick      up to 1,000 items, http only, a few minutes
npm run bench -- --profile    where the CPU time of an item goes; writes nothing`;

async function measure(bench: Workbench, plan: Plan): Promise<Results> {
	return {
		plan: plan.name,
		date: new Date().toISOString(),
		machine: await describeMachine(bench),
		pack: await measurePackage(bench, plan),
		buys: await measureBuys(bench, plan.buys),
		minutely: await measureMinutely(bench),
		nonces: await measureNonces(bench),
		cells: await measureRequests(bench, plan),
		memory: await measureMemory(bench, plan),
		realN8n: await measureInRealN8n(bench, plan.realN8n),
		profile: await profileRequests(bench),
		pushes: await measurePushes(bench, plan.pushes),
	};
}

async function main(): Promise<void> {
	const options = process.argv.slice(2);
	const unknown = options.filter((option) => !['--quick', '--profile'].includes(option));
	if (unknown.length > 0) {
		console.error(`Unknown: ${unknown.join(' ')}\n\n${USAGE}`);
		process.exitCode = 1;
		return;
	}
	const progress = createProgress((line) => console.log(line));
	await withCleanup(async (onCleanup) => {
		const bench = await openWorkbench(progress, onCleanup);
		if (options.includes('--profile')) {
			console.log(profileTable(await profileRequests(bench)));
			return;
		}
		const results = await measure(bench, options.includes('--quick') ? QUICK : FULL);
		await writeReport(ROOT, results);
		console.log(`\n${targetTable(results)}\n\nWritten: docs/benchmarks.md, docs/benchmarks/`);
	});
}

main().catch((error: unknown) => {
	console.error(`\n${errorText(error)}`);
	process.exitCode = 1;
});
