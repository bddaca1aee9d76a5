import { connect, type Connection } from './client';
import { toNodeError } from './nodeError';
import type { AskedPath } from './pathEntry';
import type { RequestContext } from './sendHttp';

/**
 * Runs what only reads with an open API, and throws what n8n shows well.
 *
 * @param asked the path that is asked, for messages
 */
export async function withConnection<T>(
	context: RequestContext,
	work: (connection: Connection) => Promise<T>,
	asked?: (connection: Connection | undefined) => AskedPath,
): Promise<T> {
	let connection: Connection | undefined;
	try {
		connection = await connect(context);
		return await work(connection);
	} catch (error) {
		throw toNodeError(context.getNode(), error, {
			...asked?.(connection),
			environment: connection?.environment ?? 'unknown environment',
			secrets: connection?.secrets ?? [],
		});
	}
}
