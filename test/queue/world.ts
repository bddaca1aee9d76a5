import type { StoredWorkflow } from '../../harness/workflows';
import type { Cluster } from '../support/queue/cluster';

/** What the suites of queue mode share. */
export interface QueueWorld {
	cluster: Cluster;
	/** Buys what is posted to its webhook. */
	buying: StoredWorkflow;
	/** Keeps each push that its trigger takes as a row of the table. */
	pushed: StoredWorkflow;
	tableId: string;
}
