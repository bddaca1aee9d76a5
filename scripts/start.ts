import { parseArgs } from 'util';

import { runSession } from './lib/session';

const USAGE = `npm start [-- --keep FOLDER]

Starts a local Minted Connect and a real n8n with this package in it, runs the demo, and keeps
running until Ctrl-C.

  --keep FOLDER   keep n8n's data there and go on with it at the next start
  --help          show this text`;

async function main(): Promise<void> {
	const { values } = parseArgs({
		options: { keep: { type: 'string' }, help: { type: 'boolean', default: false } },
	});
	if (values.help) {
		console.log(USAGE);
		return;
	}
	process.exitCode = await runSession({ once: false, keepIn: values.keep });
}

void main();
