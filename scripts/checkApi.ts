/**
 * Tells which endpoints of the contract an API has, from a shell: API Call > Check Endpoints without
 * n8n. Sends unsigned requests only; `--signed-reads` adds signed ones, GET only.
 *
 *     npm run check:api -- staging
 *     MINTED_USERNAME=... MINTED_PASSWORD=... npm run check:api -- staging --signed-reads \
 *       --customer MTD-DEMO-1 --order shop-1001 --report report.json
 */
import { writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { MintedApi } from '../minted/client/api';
import { checkEndpoints } from '../minted/client/checkEndpoints';
import {
	ConnectionSettingsError,
	environmentName,
	readSettings,
} from '../minted/client/connection';
import { AdaptiveLimiter } from '../minted/client/limiter';
import { DigestSessionPool } from '../minted/digest/pool';
import { errorText, ExplainedError } from '../harness/explainedError';
import { explainError } from '../nodes/shared/explain';
import { explainChecks } from '../nodes/shared/explainCheck';
import { checkReport, checkTable } from './lib/checkReport';
import { sendByFetch } from './lib/fetchHttp';

const USAGE =
	'npm run check:api -- staging|production|https://... [--signed-reads [--customer ID] [--order ID]] [--report FILE]';

interface Arguments {
	where: string;
	signedReads: boolean;
	ids: Record<string, string>;
	report: string | undefined;
}

function readArguments(args: string[]): Arguments {
	try {
		const { values, positionals } = parseArgs({
			args,
			allowPositionals: true,
			options: {
				'signed-reads': { type: 'boolean', default: false },
				customer: { type: 'string' },
				order: { type: 'string' },
				report: { type: 'string' },
			},
		});
		const [where, ...more] = positionals;
		if (where === undefined || more.length > 0) throw new TypeError('It takes one environment.');
		const { customer, order, report } = values;
		return {
			where,
			signedReads: values['signed-reads'],
			ids: {
				...(customer === undefined
					? {}
					: { external_customer_id: customer, customer_external_id: customer }),
				...(order === undefined ? {} : { order_id: order, external_order_id: order }),
			},
			report,
		};
	} catch (error) {
		throw new ExplainedError(error instanceof Error ? error.message : String(error), USAGE);
	}
}

function readCredential({ where, signedReads }: Arguments) {
	const { MINTED_USERNAME = '', MINTED_PASSWORD = '', MINTED_ENDPOINT_PATHS } = process.env;
	if (signedReads && (MINTED_USERNAME === '' || MINTED_PASSWORD === '')) {
		throw new ExplainedError(
			'Signed reads need a user name and a password',
			'Set MINTED_USERNAME and MINTED_PASSWORD in the environment of this command.',
		);
	}
	const isKnown = where === 'staging' || where === 'production';
	return readSettings({
		environment: isKnown ? where : 'custom',
		baseUrl: isKnown ? undefined : where,
		username: MINTED_USERNAME,
		password: MINTED_PASSWORD,
		endpointPaths: MINTED_ENDPOINT_PATHS,
	});
}

async function main(): Promise<void> {
	const args = readArguments(process.argv.slice(2));
	const settings = readCredential(args);
	const environment = environmentName(settings);
	const clock = { now: Date.now, sleep, random: Math.random };
	const api = new MintedApi({
		settings,
		send: sendByFetch,
		pool: new DigestSessionPool(clock),
		clock,
		retry: { maxTries: 4, budgetMs: 30_000 },
		limiter: new AdaptiveLimiter({ start: 4, most: 8 }, clock),
	});
	const { signedReads, ids } = args;
	try {
		const checks = await checkEndpoints(api, {
			paths: settings.endpointPaths,
			signedReads: signedReads ? { ids } : undefined,
		});
		const rows = explainChecks(checks, settings.endpointPaths);
		const report = checkReport(rows, { at: new Date(), environment, signedReads });
		console.log(checkTable(report));
		if (args.report === undefined) return;
		writeFileSync(args.report, `${JSON.stringify(report, null, '\t')}\n`);
		console.log(`\nWrote ${args.report}.`);
	} catch (error) {
		const { message, description } = explainError(error, {
			environment,
			secrets: [settings.password],
		});
		throw new ExplainedError(message, description);
	}
}

main().catch((error: unknown) => {
	const isSetting = error instanceof ConnectionSettingsError;
	console.error(isSetting ? `${error.message}\n${USAGE}` : errorText(error));
	process.exitCode = 1;
});
