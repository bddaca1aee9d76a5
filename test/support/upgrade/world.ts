import axios from 'axios';
import execa from 'execa';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { OnCleanup } from '../../../harness/cleanup';
import { createSandboxCredential } from '../../../harness/connected';
import { ORDERS_TABLE, readExamples, type Example } from '../../../harness/examples';
import { N8nClient, type DataTable } from '../../../harness/n8n/client';
import { newOwner, temporaryFolder } from '../../../harness/n8n/open';
import { unpackPackage } from '../../../harness/n8n/pack';
import { startN8n, type N8nServer } from '../../../harness/n8n/server';
import { ROOT } from '../../../harness/package';
import { prepare } from '../../../harness/prepare';
import { stderrProgress } from '../../../harness/progress';
import { startRegistry, type Registry } from '../../../harness/registry';
import type { StoredCredential } from '../../../harness/workflows';
import { startSandbox, type Sandbox } from '../../../sandbox';
import { startProxy, type StandIn } from '../destinations/proxy';

const FIXTURES = join(ROOT, 'test', 'upgrade', 'fixtures');
export const OLD_VERSION = '0.1.0';
/** Stands for the next release, whatever package.json says. */
export const NEW_VERSION = '0.999.0';

/** The examples that 0.1.0 brought, as its users have saved them. */
export const savedWorkflows = (): Example[] => readExamples(FIXTURES);

export interface UpgradeWorld {
	n8n: N8nServer;
	client: N8nClient;
	sandbox: Sandbox;
	table: DataTable;
	/** A new credential for the sandbox; n8n must know its type by then. */
	createCredential(): Promise<StoredCredential>;
}

/**
 * A real n8n without the package, and a registry on loopback that has 0.1.0 and the present package.
 * n8n asks the registry that it always asks; a proxy sees to it that the one on loopback answers.
 */
export async function openUpgradeWorld(onCleanup: OnCleanup): Promise<UpgradeWorld> {
	const progress = stderrProgress;
	const runtime = await prepare(progress);
	const registry = await startRegistry({ nodePath: runtime.nodePath, progress, onCleanup });
	await registry.publish(join(FIXTURES, `n8n-nodes-minted-connect-${OLD_VERSION}.tgz`));
	await registry.publish(await packedAs(NEW_VERSION, await temporaryFolder('pack', onCleanup)));

	const userFolder = await temporaryFolder('n8n', onCleanup);
	const standIn = standInFor(registry, await hostOfUsualRegistry(userFolder));
	const proxy = await startProxy([standIn], join(userFolder, 'certificate.pem'));
	onCleanup(async () => await proxy.close());
	const sandbox = await startSandbox();
	onCleanup(async () => await sandbox.close());
	const env = { ...proxy.env, ...withoutNpmSettings(userFolder) };
	const n8n = await startN8n({ runtime, userFolder, env });
	onCleanup(async () => await n8n.stop());
	const client = new N8nClient(n8n);
	await client.setUpOwner(newOwner());
	const table = await client.createDataTable(ORDERS_TABLE.name, ORDERS_TABLE.columns);
	const createCredential = async () => await createSandboxCredential(client, sandbox);
	return { n8n, client, sandbox, table, createCredential };
}

/** What `npm publish` would upload, under another version; returns the folder. */
async function packedAs(version: string, folder: string): Promise<string> {
	await unpackPackage(folder);
	const manifestFile = join(folder, 'package.json');
	const manifest = JSON.parse(await readFile(manifestFile, 'utf8')) as object;
	await writeFile(manifestFile, JSON.stringify({ ...manifest, version }));
	return folder;
}

/** For an npm that uses nothing of what this machine's npm is set to or has stored. */
function withoutNpmSettings(folder: string): NodeJS.ProcessEnv {
	return {
		npm_config_userconfig: join(folder, 'no-user-npmrc'),
		npm_config_globalconfig: join(folder, 'no-global-npmrc'),
		npm_config_cache: join(folder, 'npm-cache'),
	};
}

/** Of the registry that npm, and so n8n, asks unless it is told otherwise. */
async function hostOfUsualRegistry(folder: string): Promise<string> {
	const settings = Object.entries(process.env).filter(([name]) => !/^npm_config_/i.test(name));
	const env = { ...Object.fromEntries(settings), ...withoutNpmSettings(folder) };
	const { stdout } = await execa('npm', ['config', 'get', 'registry'], {
		...{ cwd: folder, env, extendEnv: false },
	});
	return new URL(stdout.trim()).host;
}

/** Hands everything that n8n and its npm ask for on to the registry on loopback. */
function standInFor({ url }: Registry, host: string): StandIn {
	return {
		hosts: [host],
		register(app) {
			app.get('/*', async (request, reply) => {
				const answer = await axios.get<Buffer>(`${url}${request.url}`, {
					headers: { host, 'x-forwarded-proto': 'https', accept: request.headers.accept },
					responseType: 'arraybuffer',
					proxy: false,
					validateStatus: () => true,
				});
				const type = answer.headers['content-type'] as string | undefined;
				return await reply
					.code(answer.status)
					.header('content-type', type ?? 'application/octet-stream')
					.send(answer.data);
			});
		},
	};
}
