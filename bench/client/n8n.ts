import { mkdtempSync, rmSync } from 'fs';
import { createRequire } from 'module';
import { tmpdir } from 'os';
import { join } from 'path';
import { setTimeout as delay } from 'timers/promises';

import type * as Limiter from '../../minted/client/limiter';
import type { AdaptiveLimiter } from '../../minted/client/limiter';
import type * as Core from 'n8n-core';
import type * as N8nWorkflow from 'n8n-workflow';
import type { ICredentialType, INodeType, IVersionedNodeType } from 'n8n-workflow';

/** n8n's engine and nodes, out of a real installation of n8n. */
export interface N8n {
	core: typeof Core;
	workflow: typeof N8nWorkflow;
	httpRequestNode: INodeType;
}

/** What is measured of the package: its built files, as n8n loads them. */
export interface MintedPackage {
	node: INodeType;
	credential: ICredentialType;
	/** How many requests it has in flight: from a few up to 64. */
	createLimiter(): AdaptiveLimiter;
}

/** Loads n8n into this process; its settings and data stay in a temporary folder. */
export function loadN8n(runtimeFolder: string): N8n {
	const userFolder = mkdtempSync(join(tmpdir(), 'minted-bench-'));
	process.once('exit', () => rmSync(userFolder, { recursive: true, force: true }));
	Object.assign(process.env, {
		N8N_USER_FOLDER: userFolder,
		N8N_ENCRYPTION_KEY: 'only-for-the-benchmark',
		N8N_DIAGNOSTICS_ENABLED: 'false',
		N8N_LOG_LEVEL: 'silent',
	});
	const load = createRequire(join(runtimeFolder, 'package.json'));
	load('reflect-metadata');
	const { HttpRequest } = load('n8n-nodes-base/dist/nodes/HttpRequest/HttpRequest.node.js') as {
		HttpRequest: new () => IVersionedNodeType;
	};
	return {
		core: load('n8n-core') as typeof Core,
		workflow: load('n8n-workflow') as typeof N8nWorkflow,
		// The version that a user gets who adds the node today.
		httpRequestNode: new HttpRequest().getNodeType(),
	};
}

export function loadPackage(folder: string): MintedPackage {
	const load = createRequire(join(folder, 'package.json'));
	const { MintedConnect } = load('./dist/nodes/MintedConnect/MintedConnect.node.js') as {
		MintedConnect: new () => INodeType;
	};
	const { MintedConnectApi } = load('./dist/credentials/MintedConnectApi.credentials.js') as {
		MintedConnectApi: new () => ICredentialType;
	};
	const limiter = load('./dist/minted/limiter.js') as typeof Limiter;
	const clock = { now: Date.now, sleep: async (ms: number) => await delay(ms) };
	return {
		node: new MintedConnect(),
		credential: new MintedConnectApi(),
		createLimiter: () => new limiter.AdaptiveLimiter({ start: 8, most: 64 }, clock),
	};
}
