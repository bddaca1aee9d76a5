import execa from 'execa';
import { readFile, symlink } from 'fs/promises';
import { dirname, join } from 'path';

import type { OnCleanup } from '../harness/cleanup';
import { ensureN8n, type N8nRuntime } from '../harness/n8n/install';
import { temporaryFolder } from '../harness/n8n/open';
import { installPackage } from '../harness/n8n/pack';
import { ROOT } from '../harness/package';
import type { Progress } from '../harness/progress';
import type { BootOptions, ClientCalls, SubjectName } from './client/main';
import { startChild, type Child } from './ipc';
import type { EndpointOptions } from './server/endpoint';
import type { ServerCalls } from './server/main';

/** What all cases need: n8n, the packed package, an API server, and clients in fresh processes. */
export interface Workbench {
	runtime: N8nRuntime;
	/** The package as it would be installed from npm. */
	packageFolder: string;
	progress: Progress;
	server: Child<ServerCalls>;
	tls: NonNullable<EndpointOptions['tls']>;
	/** Boots the subject in a process of its own. */
	openClient(
		subject: SubjectName,
		settings?: Pick<BootOptions, 'retryOnFail'>,
	): Promise<Child<ClientCalls>>;
	onCleanup: OnCleanup;
}

/** A certificate for this machine, made for this run. */
async function createCertificate(folder: string): Promise<{ key: string; cert: string }> {
	const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
	await execa('openssl', [
		...['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'],
		...['-keyout', key, '-out', cert, '-days', '2', '-subj', '/CN=localhost'],
		...['-addext', 'subjectAltName=IP:127.0.0.1'],
	]);
	return { key: await readFile(key, 'utf8'), cert: await readFile(cert, 'utf8') };
}

/** The package beside n8n's own n8n-workflow, as n8n resolves it. */
async function unpackPackage(folder: string, runtime: N8nRuntime): Promise<string> {
	const packageFolder = await installPackage(folder);
	const modules = join(runtime.folder, 'node_modules');
	await symlink(join(modules, 'n8n-workflow'), join(dirname(packageFolder), 'n8n-workflow'));
	return packageFolder;
}

/** Expects the package to be built. */
export async function openWorkbench(progress: Progress, onCleanup: OnCleanup): Promise<Workbench> {
	const runtime = await ensureN8n({ progress });
	const folder = await temporaryFolder('bench', onCleanup);
	const packageFolder = await unpackPackage(folder, runtime);
	const tls = await createCertificate(folder);
	const { nodePath } = runtime;
	const server = startChild<ServerCalls>(join(__dirname, 'server', 'main.ts'), {
		nodePath,
		cwd: ROOT,
	});
	onCleanup(async () => await server.end());
	return {
		runtime,
		packageFolder,
		progress,
		server,
		tls,
		onCleanup,
		async openClient(subject, settings = {}) {
			const client = startChild<ClientCalls>(join(__dirname, 'client', 'main.ts'), {
				nodePath,
				env: { NODE_EXTRA_CA_CERTS: join(folder, 'cert.pem') },
				cwd: ROOT,
			});
			onCleanup(async () => await client.end());
			const runtimeFolder = runtime.folder;
			await client.call('boot', { subject, runtimeFolder, packageFolder, ...settings });
			return client;
		},
	};
}
