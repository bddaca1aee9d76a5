import type { Partner } from './client';

/** Requests of one operation, for the tests that all operations share. */
export interface Example {
	/** A request that the contract allows. */
	valid: (partner: Partner) => Promise<{ path: string; body?: unknown }>;
	/** Requests that must be refused with 422, and the field that is to blame. */
	refused: Array<{ path?: string; body?: unknown; field: string }>;
}
