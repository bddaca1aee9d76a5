import { sandboxAccount } from '../../../harness/account';
import { bootEngine } from '../../../harness/inProcess/engine';
import { asTool } from '../../../harness/inProcess/nodeTypes';
import { loadPackage, sourceOf, type LoadedPackage } from '../../../harness/inProcess/package';
import type { CredentialValues, Stored } from '../../../harness/inProcess/credentials';
import { ACTION_NODE, CREDENTIAL_TYPE, ROOT, SHOP_NODE } from '../../../harness/package';
import type { Sandbox } from '../../../sandbox';
import { HTTP_REQUEST_NODE, HttpRequest } from './httpRequestNode';

/** n8n's engine, for all tests of a file. */
export const engine = bootEngine();

afterAll(engine.close);

/** This package's sources, which this process shares with the test that imports some of them. */
const sources = loadPackage(ROOT, (file) => engine.load(file), sourceOf);

/** Every node type of a test: those of a package, and n8n's own that they are used with. */
export function nodeTypesWith({ nodeTypes }: LoadedPackage = sources): LoadedPackage['nodeTypes'] {
	const tools = [ACTION_NODE, SHOP_NODE].flatMap((name) => {
		const type = nodeTypes[name];
		return type === undefined ? [] : [[`${name}Tool`, asTool(type)] as const];
	});
	return {
		...nodeTypes,
		...Object.fromEntries(tools),
		[HTTP_REQUEST_NODE]: new HttpRequest(),
	};
}

/** The credential of a user who works against this sandbox, with `values` in place of its own. */
export function credentialsFor(
	sandbox: Sandbox,
	values: CredentialValues = {},
	{ credentialTypes }: LoadedPackage = sources,
): Record<string, Stored> {
	return {
		[CREDENTIAL_TYPE]: {
			type: credentialTypes[CREDENTIAL_TYPE],
			values: { ...sandboxAccount(sandbox), ...values },
		},
	};
}
