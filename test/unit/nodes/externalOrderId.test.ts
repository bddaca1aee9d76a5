import fc from 'fast-check';
import type { IExecuteFunctions } from 'n8n-workflow';
import { deriveOrderId, hashOf, type OrderOrigin } from '../../../nodes/shared/externalOrderId';

const origin: OrderOrigin = {
	workflowId: 'w1',
	executionId: '42',
	nodeId: 'n1',
	runIndex: 0,
	itemIndex: 0,
};

describe('A derived External Order ID', () => {
	it('never changes: saved executions rely on it', () => {
		expect(hashOf(origin)).toBe('n8n-76aea8728791179f9a9b862504899852');
	});

	it('is fit for a path and within the documented length', () => {
		expect(hashOf(origin)).toMatch(/^[a-z0-9-]{3,40}$/);
	});

	it('differs whenever any part of the origin does', () => {
		const part = fc.string({ maxLength: 3 });
		const index = fc.nat(3);
		const anyOrigin = fc.record({
			workflowId: part,
			executionId: part,
			nodeId: part,
			runIndex: index,
			itemIndex: index,
		});
		fc.assert(
			fc.property(anyOrigin, anyOrigin, (a, b) => {
				const same = JSON.stringify(Object.values(a)) === JSON.stringify(Object.values(b));
				expect(hashOf(a) === hashOf(b)).toBe(same);
			}),
		);
	});
});

describe('The ID for a place in n8n', () => {
	const execution = (instance: string, memory: object = {}): IExecuteFunctions =>
		({
			getContext: () => memory,
			getMode: () => 'trigger',
			getExecutionId: () => origin.executionId,
			getInstanceId: () => instance,
			getWorkflow: () => ({ id: origin.workflowId }),
			getNode: () => ({ id: origin.nodeId }),
			getWorkflowDataProxy: () => ({ $runIndex: origin.runIndex }),
		}) as unknown as IExecuteFunctions;

	it('is another on another instance, which counts its executions alike', () => {
		expect(deriveOrderId(execution('a'), 0)).not.toBe(deriveOrderId(execution('b'), 0));
		expect(deriveOrderId(execution('a'), 0)).toBe(deriveOrderId(execution('a'), 0));
	});

	it('stays what an execution had that an older version began', () => {
		const memory = { mintedConnectExecution: origin.executionId };
		expect(deriveOrderId(execution('a', memory), 0)).toBe(hashOf(origin));
	});
});
