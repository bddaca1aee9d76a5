import type { FastifySchema } from 'fastify';

/** Unknown names are refused, so that a misspelt setting does not pass for a set one. */
export function body(properties: Record<string, unknown>, required: string[] = []): FastifySchema {
	return { body: { type: 'object', properties, required, additionalProperties: false } };
}
