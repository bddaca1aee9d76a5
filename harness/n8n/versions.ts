import { intersects, major, satisfies, valid } from 'semver';

import { ExplainedError } from '../explainedError';

/** The n8n that is taken unless another is chosen. */
export const TESTED_VERSION = '2.41.1';

/** The n8n's that `npm run test:versions` runs, with the n8n-core of each, oldest first. */
export const CORE_OF = {
	'1.100.1': '1.99.0',
	'1.123.81': '1.122.48',
	'2.8.4': '2.8.1',
	'2.20.12': '2.20.6',
	'2.40.7': '2.40.3',
	[TESTED_VERSION]: '2.41.1',
} as const;

export type KnownVersion = keyof typeof CORE_OF;

export const KNOWN_VERSIONS = Object.keys(CORE_OF) as KnownVersion[];

/** `N8N_VERSION`, or the tested one. Throws {@link ExplainedError} unless it is a whole version. */
export function chosenVersion(env: NodeJS.ProcessEnv = process.env): string {
	const version = env.N8N_VERSION || TESTED_VERSION;
	if (valid(version) === version) return version;
	throw new ExplainedError(
		`N8N_VERSION is "${version}", which is no whole version.`,
		`Set it to one such as ${TESTED_VERSION}.`,
	);
}

/** Majors of Node that can be brought along; the first that an n8n accepts is taken. */
const NODE_MAJORS = [24, 22, 20];

/**
 * The major of Node to bring along for an n8n, or undefined where the running Node is good enough:
 * accepted, and as new as the one that would be brought along, because n8n 1.123 accepts Node 20 and
 * has no ready-made expression engine for it.
 *
 * @param accepted what that n8n says in its `engines`
 */
export function nodeMajorFor(
	accepted: string,
	running = process.versions.node,
): number | undefined {
	const preferred = NODE_MAJORS.find((known) => intersects(`${known}.x`, accepted));
	if (satisfies(running, accepted) && major(running) >= (preferred ?? 0)) return undefined;
	if (preferred !== undefined) return preferred;
	throw new ExplainedError(
		`This n8n wants Node ${accepted}.`,
		`It can be run with Node ${NODE_MAJORS.join(', ')}: choose another version of n8n.`,
	);
}
