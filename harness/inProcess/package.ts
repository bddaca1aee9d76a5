import { readFileSync } from 'fs';
import type { ICredentialType, INodeType } from 'n8n-workflow';
import { basename, join } from 'path';

import { PACKAGE_NAME } from '../package';

/** A node package as one process of n8n has it. */
export interface LoadedPackage {
	/** By full name, such as `n8n-nodes-minted-connect.mintedConnect`. */
	nodeTypes: Record<string, INodeType>;
	/** By name. */
	credentialTypes: Record<string, ICredentialType>;
}

interface Manifest {
	n8n: { nodes: string[]; credentials: string[] };
}

/** `dist/nodes/A/A.node.js` is built from `nodes/A/A.node`. */
export const sourceOf = (built: string): string =>
	built.replace(/^dist\//, '').replace(/\.js$/, '');

/**
 * Loads what the package's manifest lists, as n8n does: from each file the class of its name.
 *
 * @param folder of the package
 * @param load such as `require`; decides what is shared with packages that were loaded before
 * @param fileOf the file for one that the manifest lists; {@link sourceOf} for what is not built
 */
export function loadPackage(
	folder: string,
	load: (file: string) => unknown,
	fileOf = (listed: string): string => listed,
): LoadedPackage {
	const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest;
	const create = <T>(listed: string): T => {
		const exported = load(join(folder, fileOf(listed))) as Record<
			string,
			(new () => T) | undefined
		>;
		const name = basename(listed).split('.')[0] ?? '';
		const Type = exported[name];
		if (Type === undefined) throw new Error(`${listed} exports no ${name}`);
		return new Type();
	};
	const nodes = manifest.n8n.nodes.map((file) => create<INodeType>(file));
	const credentials = manifest.n8n.credentials.map((file) => create<ICredentialType>(file));
	return {
		nodeTypes: Object.fromEntries(
			nodes.map((node) => [`${PACKAGE_NAME}.${node.description.name}`, node]),
		),
		credentialTypes: Object.fromEntries(credentials.map((type) => [type.name, type])),
	};
}
