import { connect, type Connection } from './client';
import { toNodeError } from './nodeError';
import type { RequestContext } from './sendHttp';

/**
 * Runs what only reads with an open API, and throws what n8n shows well.
 *
 * @param assumedPath the path that is asked, where it is not publicly documented
 */
export async function withConnection<T>(
	context: RequestContext,
	work: (connection: Connection) => Promise<T>,
	assumedPath?: (connection: Connection | undefined) => string,
): Promise<T> {
	let connection: Connection | undefined;
	try {
		connection = await connect(context);
		return await work(connection);
	} catch (error) {
		throw toNodeError(context.getNode(), error, {
			environment: connection?.environment ?? 'unknown environment',
			assumedPath: assumedPath?.(connection),
			secrets: connection?.secrets ?? [],
		});
	}
}
