/** What each process of n8n is told. */
import { existsSync } from 'fs';
import { delimiter, dirname, join } from 'path';

import type { N8nRuntime } from './install';
import { isN8n1, SETTINGS_OF_N8N_1 } from './olderN8n';

export const HOST = '127.0.0.1';

/** What a process of n8n does: everything, only running queued executions, or only taking webhooks. */
export type N8nRole = 'main' | 'worker' | 'webhook';

export interface Ports {
	n8n: number;
	broker: number;
}

/** Where n8n looks for installed community packages below its user folder. */
export function nodeModulesOf(userFolder: string): string {
	return join(userFolder, '.n8n', 'nodes', 'node_modules');
}

export function commandOf(role: N8nRole = 'main', concurrency?: number): string[] {
	if (role === 'main') return ['start'];
	return concurrency === undefined ? [role] : [role, `--concurrency=${concurrency}`];
}

/** A module that fetches a list from the internet. */
const MODULE_TO_DISABLE = 'mcp-registry';

/** An n8n that has no module of a name does not start when it is told to leave that one out. */
function modulesToDisable({ folder }: N8nRuntime): string {
	const modules = join(folder, 'node_modules', 'n8n', 'dist', 'modules');
	return existsSync(join(modules, MODULE_TO_DISABLE)) ? MODULE_TO_DISABLE : '';
}

/** The settings of a process with all its data below one folder. */
export function environmentOf(
	runtime: N8nRuntime,
	userFolder: string,
	ports: Ports,
): NodeJS.ProcessEnv {
	const inherited = Object.fromEntries(
		Object.entries(process.env).filter(
			([name]) => !/^(N8N_|npm_|JEST_|NODE_OPTIONS$|NODE_ENV$|PATH$)/i.test(name),
		),
	);
	return {
		...inherited,
		// n8n starts its task runner with the `node` of the path.
		PATH: `${dirname(runtime.nodePath)}${delimiter}${process.env.PATH ?? ''}`,
		NODE_ENV: 'production',
		N8N_USER_FOLDER: userFolder,
		N8N_HOST: HOST,
		N8N_LISTEN_ADDRESS: HOST,
		N8N_PORT: String(ports.n8n),
		N8N_PROTOCOL: 'http',
		N8N_SECURE_COOKIE: 'false',
		N8N_RUNNERS_BROKER_PORT: String(ports.broker),
		N8N_RUNNERS_BROKER_LISTEN_ADDRESS: HOST,
		QUEUE_HEALTH_CHECK_ACTIVE: 'true',
		QUEUE_HEALTH_CHECK_PORT: String(ports.n8n),
		N8N_WORKER_SERVER_ADDRESS: HOST,
		N8N_GRACEFUL_SHUTDOWN_TIMEOUT: '10',
		N8N_LOG_FORMAT: 'text',
		DB_TYPE: 'sqlite',
		...(isN8n1(runtime.version) && SETTINGS_OF_N8N_1),
		GENERIC_TIMEZONE: 'Europe/Istanbul',
		// Nothing but the workflows themselves goes out to the network.
		N8N_DIAGNOSTICS_ENABLED: 'false',
		N8N_VERSION_NOTIFICATIONS_ENABLED: 'false',
		N8N_VERSION_NOTIFICATIONS_WHATS_NEW_ENABLED: 'false',
		N8N_DYNAMIC_BANNERS_ENABLED: 'false',
		N8N_HIRING_BANNER_ENABLED: 'false',
		N8N_TEMPLATES_ENABLED: 'false',
		N8N_VERIFIED_PACKAGES_ENABLED: 'false',
		N8N_DISABLED_MODULES: modulesToDisable(runtime),
		N8N_PERSONALIZATION_ENABLED: 'false',
		N8N_LICENSE_AUTO_RENEW_ENABLED: 'false',
	};
}
