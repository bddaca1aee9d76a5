/** n8n's engine in this process, without n8n's server, database and editor. */
import { mkdtempSync, rmSync } from 'fs';
import { createRequire } from 'module';
import type * as Core from 'n8n-core';
import type * as N8nWorkflow from 'n8n-workflow';
import { tmpdir } from 'os';
import { join } from 'path';

import { ROOT } from '../package';

/** n8n-core and the n8n-workflow that it uses. */
export interface Engine {
	core: typeof Core;
	workflow: typeof N8nWorkflow;
	/** Loads a module as n8n would. */
	load: NodeJS.Require;
	/** Removes n8n's folder. */
	close(): void;
}

/**
 * Loads n8n's engine into this process, with its settings and data in a temporary folder. It reads
 * them when it is loaded, so that nothing may have loaded n8n-core before.
 *
 * @param from where it is installed: in this checkout, or in a folder such as that of a real n8n
 */
export function bootEngine(from = ROOT): Engine {
	const folder = mkdtempSync(join(tmpdir(), 'minted-in-process-'));
	Object.assign(process.env, {
		N8N_USER_FOLDER: folder,
		N8N_ENCRYPTION_KEY: 'only-for-an-engine-in-process',
		N8N_DIAGNOSTICS_ENABLED: 'false',
		N8N_LOG_LEVEL: 'silent',
	});
	const load = createRequire(join(from, 'package.json'));
	load('reflect-metadata');
	return {
		core: load('n8n-core') as typeof Core,
		workflow: load('n8n-workflow') as typeof N8nWorkflow,
		load,
		close: () => rmSync(folder, { recursive: true, force: true }),
	};
}
