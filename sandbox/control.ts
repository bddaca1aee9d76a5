import type { FastifyInstance } from 'fastify';
import type { Sandbox } from './index';

export interface ControlContext {
	sandbox: () => Sandbox;
}

/** JSON over loopback, no Digest: what tests and demos in other processes steer the sandbox with. */
export function registerControl({
	sandbox,
}: ControlContext): (server: FastifyInstance) => Promise<void> {
	return async (server) => {
		server.get('/state', () => sandbox().state());
	};
}
