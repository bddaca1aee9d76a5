import { startSandbox, type Sandbox, type SandboxOptions } from '../sandbox';
import { credentialData } from './account';
import type { N8nClient } from './n8n/client';
import { openN8n, type OpenN8n, type OpenOptions } from './n8n/open';
import type { StoredCredential } from './workflows';
import { CREDENTIAL_TYPE } from './package';

/** Stores the sandbox's credential in n8n, with `changes` in place of its fields. */
export async function createSandboxCredential(
	client: N8nClient,
	sandbox: Sandbox,
	changes: Record<string, unknown> = {},
): Promise<StoredCredential> {
	return await client.createCredential(CREDENTIAL_TYPE, 'Minted Connect (sandbox)', {
		...credentialData(sandbox),
		...changes,
	});
}

export interface ConnectedOptions extends OpenOptions {
	sandbox?: SandboxOptions;
	/** The one that n8n has from an earlier start: it gets the address of the new sandbox. */
	storedCredential?: StoredCredential;
	/** Fields of a new credential in place of those of the sandbox. */
	credential?: Record<string, unknown>;
}

/** A local Minted Connect, and a real n8n with the packed package that has a credential for it. */
export interface Connected extends OpenN8n {
	sandbox: Sandbox;
	credential: StoredCredential;
}

/** Starts both. Expects a built package. */
export async function openConnected(options: ConnectedOptions): Promise<Connected> {
	const { progress, onCleanup, storedCredential } = options;
	const sandbox = await progress.step('Starting the local Minted Connect', async () => {
		const started = await startSandbox(options.sandbox);
		onCleanup(async () => await started.close());
		return started;
	});
	const opened = await openN8n(options);
	const connect = async () => {
		if (storedCredential === undefined) {
			return await createSandboxCredential(opened.client, sandbox, options.credential);
		}
		await opened.client.updateCredential(storedCredential, credentialData(sandbox));
		return storedCredential;
	};
	const credential = await opened.n8n.whileRunning(connect());
	return { ...opened, sandbox, credential };
}
