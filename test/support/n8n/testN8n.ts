import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { startSandbox, type Sandbox, type SandboxOptions } from '../../../sandbox';
import { buildIfNeeded } from '../../../harness/build';
import { N8nClient, type StoredCredential } from '../../../harness/n8n/client';
import { ensureN8n, type N8nRuntime } from '../../../harness/n8n/install';
import { startN8n, type N8nServer } from '../../../harness/n8n/server';
import { installPackage } from '../../../harness/n8n/packageInstall';
import { credentialData, newOwner, CREDENTIAL_TYPE } from '../../../harness/playground';
import { createProgress } from '../../../harness/progress';

const ROOT = join(__dirname, '..', '..', '..');

export interface TestN8nOptions {
	sandbox?: SandboxOptions;
	/** Settings of n8n on top of those of every test. */
	env?: NodeJS.ProcessEnv;
	/** Fields of the credential in place of those of the sandbox. */
	credential?: Record<string, unknown>;
}

/** A sandbox and an empty n8n with the packed package, an owner and a credential. */
export interface TestN8n {
	runtime: N8nRuntime;
	sandbox: Sandbox;
	n8n: N8nServer;
	client: N8nClient;
	credential: StoredCredential;
	/** Ends both and removes n8n's folder. */
	close(): Promise<void>;
}

/** Starts them; the first time on a machine n8n is downloaded. */
export async function startTestN8n(options: TestN8nOptions = {}): Promise<TestN8n> {
	const progress = createProgress((line) => process.stderr.write(`${line}\n`));
	const cleanups: Array<() => Promise<void>> = [];
	const close = async () => {
		for (const cleanup of cleanups.reverse()) await cleanup();
	};
	try {
		await buildIfNeeded(ROOT, progress);
		const runtime = await ensureN8n({ progress });
		const sandbox = await startSandbox(options.sandbox);
		cleanups.push(async () => await sandbox.close());
		const folder = await mkdtemp(join(tmpdir(), 'minted-proof-'));
		cleanups.push(async () => await rm(folder, { recursive: true, force: true, maxRetries: 5 }));
		const userFolder = join(folder, 'n8n');
		await mkdir(userFolder);
		await installPackage(ROOT, userFolder);
		const n8n = await progress.step(`Starting n8n ${runtime.version}`, async () => {
			const started = await startN8n({ runtime, userFolder, env: options.env });
			cleanups.push(async () => await started.stop());
			return started;
		});
		const client = new N8nClient(n8n.url);
		await client.setUpOwner(newOwner());
		const credential = await client.createCredential(CREDENTIAL_TYPE, 'Minted Connect (sandbox)', {
			...credentialData(sandbox),
			...options.credential,
		});
		return { runtime, sandbox, n8n, client, credential, close };
	} catch (error) {
		await close();
		throw error;
	}
}
