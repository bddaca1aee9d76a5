import type { IWebhookFunctions } from 'n8n-workflow';
import { clock, connectTrigger } from '../../../nodes/shared/client';

const CREDENTIAL = { environment: 'staging', username: 'ada', password: 'secret' };

/** n8n's context of one push to a trigger of this workflow. */
function push(workflow: string, getCredentials: () => Promise<unknown>, mode = 'webhook') {
	return {
		getMode: () => mode,
		getWorkflow: () => ({ id: workflow }),
		getNode: () => ({ id: 'trigger' }),
		getCredentials,
	} as unknown as IWebhookFunctions;
}

let now: number;
let read: jest.Mock;
beforeEach(() => {
	now = 1_000_000;
	jest.spyOn(clock, 'now').mockImplementation(() => now);
	read = jest.fn(async () => CREDENTIAL);
});
afterEach(() => jest.restoreAllMocks());

it('A published trigger reads its credential once for all pushes of five seconds', async () => {
	for (let pushes = 0; pushes < 10; pushes++) await connectTrigger(push('busy', read));
	expect(read).toHaveBeenCalledTimes(1);
	now += 5_000;
	await connectTrigger(push('busy', read));
	expect(read).toHaveBeenCalledTimes(2);
});

it('Each workflow reads its own', async () => {
	await connectTrigger(push('first', read));
	await connectTrigger(push('second', read));
	expect(read).toHaveBeenCalledTimes(2);
});

it('A test in the editor always reads it: the change was made just now', async () => {
	await connectTrigger(push('in the editor', read, 'manual'));
	await connectTrigger(push('in the editor', read, 'manual'));
	expect(read).toHaveBeenCalledTimes(2);
});

it('A reading that failed is not kept', async () => {
	read.mockRejectedValueOnce(new Error('database is busy'));
	await expect(connectTrigger(push('failing', read))).rejects.toThrow('database is busy');
	await expect(connectTrigger(push('failing', read))).resolves.toMatchObject({
		environment: 'staging',
	});
});
