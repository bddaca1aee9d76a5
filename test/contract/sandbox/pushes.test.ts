import { createServer } from 'http';
import type { Server } from 'http';
import type { AddressInfo } from 'net';
import type { Sandbox, SandboxOptions } from '../../../sandbox';
import { startSandbox } from '../../../sandbox';
import { ADDRESS, ADA, Partner } from './support/client';

interface Received {
	method: string | undefined;
	headers: Record<string, unknown>;
	body: { data: { status_name: string; guid: string } } & Record<string, unknown>;
}

describe('pushes of the sandbox', () => {
	let sandbox: Sandbox;
	let partner: Partner;
	let receiver: Server;
	let received: Received[];
	/** Answers for the next pushes; 200 when there is none. */
	let answers: number[];
	let atOnce: number;
	let mostAtOnce: number;

	beforeEach(async () => {
		received = [];
		answers = [];
		atOnce = mostAtOnce = 0;
		receiver = createServer((request, response) => {
			mostAtOnce = Math.max(mostAtOnce, ++atOnce);
			const chunks: Buffer[] = [];
			request.on('data', (chunk: Buffer) => chunks.push(chunk));
			request.on('end', () => {
				const { method, headers } = request;
				received.push({ method, headers, body: JSON.parse(Buffer.concat(chunks).toString()) });
				setImmediate(() => {
					atOnce--;
					response.writeHead(answers.shift() ?? 200).end();
				});
			});
		});
		await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
	});
	afterEach(async () => {
		await sandbox.close();
		receiver.closeAllConnections();
		await new Promise((resolve) => receiver.close(resolve));
	});

	const endpoint = (): string =>
		`http://127.0.0.1:${(receiver.address() as AddressInfo).port}/hook?key=secret`;

	/** Frozen, so that the statuses and the retries come when a test says so. */
	const start = async (options: SandboxOptions = {}): Promise<void> => {
		sandbox = await startSandbox({
			...{ seed: 3, frozen: true },
			behaviour: { stepMs: 1000 },
			...options,
			push: { url: endpoint(), ...options.push },
		});
		partner = new Partner(sandbox);
	};

	const buy = async (): Promise<string> => {
		const { guid } = await partner.buy(await partner.purchase());
		return guid[0]!;
	};

	const finish = async (): Promise<void> => {
		for (let step = 0; step < 5; step++) {
			sandbox.clock.advance(1000);
			await new Promise((resolve) => setImmediate(resolve));
		}
		await sandbox.pushes.idle();
	};

	/** Waits until so many attempts were made. */
	const attempts = async (count: number): Promise<void> => {
		while (sandbox.pushes.journal().length < count) {
			await new Promise((resolve) => setImmediate(resolve));
		}
	};

	const statuses = (): string[] => received.map(({ body }) => body.data.status_name);

	test('tell every status in order, one at a time, in the envelope', async () => {
		await start({ push: { headers: { 'x-webhook-secret': 'example' } } });
		const guid = await buy();
		await finish();
		expect(statuses()).toEqual(['Created', 'Pending', 'Processing', 'Completed']);
		expect(mostAtOnce).toBe(1);
		expect(received[0]).toMatchObject({
			method: 'POST',
			headers: { 'content-type': 'application/json', 'x-webhook-secret': 'example' },
			body: { success: true, code: 0, message: '', data: { guid, type: 'Buy' } },
		});
	});

	test('can be the bare order', async () => {
		await start({ push: { envelope: false } });
		const guid = await buy();
		await sandbox.pushes.idle();
		expect(received[0]?.body).toMatchObject({ guid, status_name: 'Created' });
	});

	test('are sent again on push_hook, as the order is now', async () => {
		await start({ behaviour: { stepMs: null } });
		const guid = await buy();
		sandbox.moveOrder(guid, 'Completed');
		await sandbox.pushes.idle();
		await partner.data('POST', '/partner/order', { guid, push_hook: true });
		await sandbox.pushes.idle();
		expect(statuses()).toEqual(['Created', 'Completed', 'Completed']);
		expect(sandbox.pushes.journal().at(-1)?.reason).toBe('push_hook');
	});

	test('are tried again with growing pauses, and given up in the end', async () => {
		await start({ behaviour: { stepMs: null }, push: { attempts: 3, backOffMs: 1000 } });
		answers = [500, 302, 404];
		const waits = jest.spyOn(sandbox.clock, 'schedule');
		await buy();
		await attempts(1);
		sandbox.clock.advance(1000);
		await attempts(2);
		sandbox.clock.advance(2000);
		await sandbox.pushes.idle();
		expect(waits.mock.calls.map(([delay]) => delay)).toEqual([1000, 2000]);
		expect(sandbox.pushes.journal().map(({ attempt, outcome }) => [attempt, outcome])).toEqual([
			[1, 500],
			[2, 302],
			[3, 404],
		]);
	});

	test('survive an endpoint that is down for a while', async () => {
		await start({ behaviour: { stepMs: null }, push: { url: 'http://127.0.0.1:1/' } });
		await buy();
		await attempts(1);
		sandbox.pushes.setUrl(endpoint());
		sandbox.clock.advance(60_000);
		await sandbox.pushes.idle();
		expect(sandbox.pushes.journal().map(({ delivered }) => delivered)).toEqual([false, true]);
	});

	test('can come twice', async () => {
		await start({ push: { duplicateRate: 1 } });
		await buy();
		await finish();
		const counts = statuses().reduce<Record<string, number>>(
			(all, status) => ({ ...all, [status]: (all[status] ?? 0) + 1 }),
			{},
		);
		expect(counts).toEqual({ Created: 2, Pending: 2, Processing: 2, Completed: 2 });
	});

	test('can come out of order, the last one included', async () => {
		await start({ push: { outOfOrderRate: 1 } });
		await buy();
		await finish();
		expect(statuses()).toEqual(['Pending', 'Created', 'Completed', 'Processing']);
	});

	test('can be lost', async () => {
		await start({ push: { dropRate: 1 } });
		await buy();
		await finish();
		expect(received).toEqual([]);
		expect(sandbox.pushes.journal().map(({ outcome }) => outcome)).toEqual(
			Array(4).fill('dropped'),
		);
	});

	test('tell of a delivery up to its tracking number', async () => {
		await start();
		await partner.deliver({
			...{ customer: ADA, external_id: 'D-1', sku: 'GAU', amount: 1, address: ADDRESS },
		});
		await finish();
		expect(statuses()).toEqual(['Created', 'Payment Confirmed', 'Preparing', 'Packed', 'Shipped']);
		expect(received[4]?.body.data).toMatchObject({
			delivery: { cargo_tracking_number: expect.stringMatching(/^SBX/) },
		});
	});

	test('go to this machine only', async () => {
		await start();
		for (const url of [
			'http://example.com/',
			'http://127.0.0.1.example.com/',
			'ftp://127.0.0.1/',
		]) {
			expect(() => sandbox.pushes.setUrl(url)).toThrow(RangeError);
		}
	});
});
