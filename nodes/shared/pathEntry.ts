import { endpoints, type EndpointId } from '../../minted/generated/endpoints';
import type { Connection } from './client';

/** The entry of the credential's Endpoint Paths that a path came from, or could come from. */
export interface PathEntry {
	endpoint: EndpointId;
	/** The path, where it is this entry's. */
	path?: string;
	/** Whether the node has no Options > Endpoint Path for it. */
	only?: boolean;
}

/** For messages: which path was asked, and who can correct it where. */
export interface AskedPath {
	/** The path, where it is not publicly documented. */
	assumedPath?: string;
	pathEntry?: PathEntry;
}

/** @param nodePath the node's own, which goes before the credential's */
export function askedPath(
	endpoint: EndpointId,
	connection: Pick<Connection, 'settings'> | undefined,
	{ nodePath, only }: { nodePath?: string; only?: boolean } = {},
): AskedPath {
	const configured = connection?.settings.endpointPaths[endpoint];
	const { certainty, path } = endpoints[endpoint];
	return {
		assumedPath: certainty === 'documented' ? undefined : (nodePath ?? configured ?? path),
		pathEntry: { endpoint, path: nodePath === undefined ? configured : undefined, only },
	};
}
