import { parseArgs } from 'util';
import { DIALECT_NAMES } from './dialect/presets';
import { ALGORITHMS } from './digest/header';
import type { Qop } from './digest/header';
import { startSandbox } from './index';
import type { SandboxOptions } from './index';

const HELP = `A local Minted Connect to develop and test against.

Usage: npm run sandbox -- [options]

  --port <number>          port on 127.0.0.1 (default 4010; 0 takes a free one)
  --seed <number>          same seed, same calls: same guids, codes, tokens and price moves
  --start-at <date>        ISO 8601 date and time at which the sandbox clock starts
  --frozen                 let time stand still until it is moved
  --username <name>        default demo-partner
  --password <password>    default demo-password
  --algorithm <list>       comma list of ${ALGORITHMS.join(', ')} (default MD5)
  --qop <list>             comma list of auth, auth-int; none for RFC 2069 (default auth)
  --webhook-url <url>      where to push orders; must be on this machine
  --step-ms <ms>           time from one order status to the next (default 300)
  --manual                 orders move only when told to, see /_sandbox/orders/ID/move
  --lookup-delay-ms <ms>   a new order shows up in lookups only after this time
  --latency-ms <ms>        every answer waits this long
  --dialect <list>         comma list of ways in which the API differs from the contract:
${DIALECT_NAMES.map((name) => `                             ${name}`).join('\n')}
  --reject-duplicates      refuse a repeated external_id instead of placing it again
  --help                   this text
`;

const DEFAULT_PORT = 4010;

/** The options of a command line. Throws TypeError or RangeError with a sentence for the user. */
export function readOptions(args: string[]): SandboxOptions | 'help' {
	const { values } = parseArgs({
		args,
		options: {
			help: { type: 'boolean', short: 'h' },
			port: { type: 'string' },
			seed: { type: 'string' },
			'start-at': { type: 'string' },
			frozen: { type: 'boolean' },
			username: { type: 'string' },
			password: { type: 'string' },
			algorithm: { type: 'string' },
			qop: { type: 'string' },
			'webhook-url': { type: 'string' },
			'step-ms': { type: 'string' },
			manual: { type: 'boolean' },
			'lookup-delay-ms': { type: 'string' },
			'latency-ms': { type: 'string' },
			'reject-duplicates': { type: 'boolean' },
			dialect: { type: 'string' },
		},
	});
	if (values.help) return 'help';
	const stepMs = values.manual ? null : integer('--step-ms', values['step-ms']);
	return {
		port: integer('--port', values.port) ?? DEFAULT_PORT,
		...given('seed', integer('--seed', values.seed)),
		...given('startAt', values['start-at']),
		...given('frozen', values.frozen),
		digest: {
			...given('username', values.username),
			...given('password', values.password),
			...given('algorithms', members('--algorithm', values.algorithm, ALGORITHMS)),
			...given(
				'qop',
				values.qop === 'none' ? [] : members<Qop>('--qop', values.qop, ['auth', 'auth-int']),
			),
		},
		behaviour: {
			...given('stepMs', stepMs),
			...given('lookupDelayMs', integer('--lookup-delay-ms', values['lookup-delay-ms'])),
			...given('latencyMs', integer('--latency-ms', values['latency-ms'])),
			...given('rejectDuplicateExternalId', values['reject-duplicates']),
		},
		push: given('url', values['webhook-url']),
		...given('dialect', members('--dialect', values.dialect, DIALECT_NAMES)),
	};
}

/** Keeps the defaults where the command line says nothing. */
function given<K extends string, V>(key: K, value: V | undefined): Partial<Record<K, V>> {
	return value === undefined ? {} : ({ [key]: value } as Partial<Record<K, V>>);
}

function integer(name: string, text: string | undefined): number | undefined {
	if (text === undefined) return undefined;
	if (!/^\d+$/.test(text)) throw new RangeError(`${name} takes a whole number, not ${text}`);
	return Number(text);
}

function members<T extends string>(
	name: string,
	text: string | undefined,
	known: readonly T[],
): T[] | undefined {
	return text?.split(',').map((part) => {
		const member = known.find((candidate) => candidate.toLowerCase() === part.trim().toLowerCase());
		if (!member) throw new RangeError(`${name} knows ${known.join(', ')}, not ${part}`);
		return member;
	});
}

async function main(): Promise<void> {
	const options = readOptions(process.argv.slice(2));
	if (options === 'help') {
		process.stdout.write(HELP);
		return;
	}
	const sandbox = await startSandbox(options);
	process.stdout.write(
		[
			`Minted Connect sandbox on ${sandbox.url}`,
			`Digest user ${sandbox.username}, password ${sandbox.password}, seed ${sandbox.seed}`,
			`Console: ${sandbox.url}/_console, state: ${sandbox.url}/_sandbox/state (end with Ctrl-C)`,
			'',
		].join('\n'),
	);
	const stop = (): void => void sandbox.close();
	process.once('SIGINT', stop);
	process.once('SIGTERM', stop);
}

function explain(error: unknown): string {
	const { code, port, message } = error as { code?: string; port?: number; message?: string };
	return code === 'EADDRINUSE'
		? `Port ${port} is taken; choose another with --port, or --port 0 for any.`
		: (message ?? String(error));
}

if (require.main === module) {
	main().catch((error: unknown) => {
		process.stderr.write(`${explain(error)}\nTry --help.\n`);
		process.exitCode = 1;
	});
}
