import { runSession } from './lib/session';

/** `npm run demo`: the demo of `npm start` once, for a first look and for continuous integration. */
async function main(): Promise<void> {
	process.exit(await runSession({ once: true }));
}

void main();
