import { createServer } from 'http';
import type { Server } from 'http';
import type { AddressInfo } from 'net';
import type { Sandbox } from '../../../sandbox';
import { startSandbox } from '../../../sandbox';
import { MAX_VIEWERS } from '../../../sandbox/console/feed';
import type { Sections } from '../../../sandbox/console/sections';
import { MAX_ROWS } from '../../../sandbox/console/views';
import type { Reply } from './support/client';
import { ADA, CARD, Partner, send } from './support/client';
import type { EventReader } from './support/events';
import { readEvents } from './support/events';

describe('the console of the sandbox', () => {
	let sandbox: Sandbox;
	let partner: Partner;
	let readers: EventReader[];

	beforeEach(async () => {
		readers = [];
		sandbox = await startSandbox({ seed: 5, behaviour: { stepMs: null } });
		partner = new Partner(sandbox);
	});
	afterEach(async () => {
		for (const reader of readers) reader.close();
		await sandbox.close();
	});

	const watch = async (headers?: Record<string, string>): Promise<EventReader> => {
		const reader = await readEvents(`${sandbox.url}/_console/events`, headers);
		readers.push(reader);
		return reader;
	};
	const until = <Name extends keyof Sections>(
		reader: EventReader,
		name: Name,
		isWanted: (section: Sections[Name]) => boolean = () => true,
	): Promise<Sections[Name]> => reader.until(name, isWanted);

	/** A button, pressed by the console's own page unless the headers say otherwise. */
	const press = (
		path: string,
		body: unknown = {},
		headers: Record<string, string> = {},
	): Promise<Reply> =>
		send(
			`${sandbox.url}/_console${path}`,
			'POST',
			{ origin: sandbox.url, 'content-type': 'application/json', ...headers },
			JSON.stringify(body),
		);
	const buy = async (externalId: string): Promise<string> => {
		const { guid } = await partner.buy(await partner.purchase({ external_id: externalId }));
		return guid[0]!;
	};

	describe('the page', () => {
		test("is at the sandbox's own address", async () => {
			const page = await fetch(sandbox.url);
			expect(page.url).toBe(`${sandbox.url}/_console`);
			expect(page.headers.get('content-type')).toContain('text/html');
			expect(await page.text()).toContain('<title>Minted Connect Sandbox</title>');
		});

		test('brings its script and style along', async () => {
			for (const [file, type] of [
				['app.js', 'text/javascript'],
				['style.css', 'text/css'],
			]) {
				const part = await fetch(`${sandbox.url}/_console/${file}`);
				expect([part.status, part.headers.get('content-type')]).toEqual([
					200,
					`${type}; charset=utf-8`,
				]);
				expect((await part.text()).length).toBeGreaterThan(1000);
			}
		});

		test('may load nothing from elsewhere and be framed by nobody', async () => {
			const { headers } = await fetch(`${sandbox.url}/_console`);
			const policy = headers.get('content-security-policy') ?? '';
			expect(policy).toContain("default-src 'none'");
			expect(policy).toContain("frame-ancestors 'none'");
			expect(policy).not.toMatch(/unsafe|https?:|\*/);
			expect(headers.get('x-frame-options')).toBe('DENY');
			expect(headers.get('cross-origin-resource-policy')).toBe('same-origin');
		});

		test("does not show up among the API's requests", async () => {
			await (await fetch(sandbox.url)).text();
			await until(await watch(), 'setup');
			expect(sandbox.counters().requests).toBe(0);
		});
	});

	describe('what it shows', () => {
		test('begins with everything as it is', async () => {
			const reader = await watch();
			expect(reader.headers['content-type']).toContain('text/event-stream');
			const setup = await until(reader, 'setup');
			expect(setup).toMatchObject({ url: sandbox.url, username: 'demo-partner' });
			expect(setup.faults).toHaveLength(20);
			expect(setup.operations).toContainEqual({ value: 'buyDigital', label: 'Buy digital' });
			expect(await until(reader, 'orders')).toEqual({ total: 0, rows: [] });
			expect(await until(reader, 'pushes')).toEqual({ total: 0, rows: [] });
			const { rows } = await until(reader, 'wallets');
			expect(rows.map(({ id }) => id)).toEqual([
				'partner',
				'MTD-DEMO-1',
				'MTD-DEMO-2',
				'MTD-DEMO-3',
			]);
		});

		test('shows an order, its wallet and its requests without being asked again', async () => {
			const reader = await watch();
			await buy('LIVE-1');
			const orders = await until(reader, 'orders', ({ total }) => total === 1);
			expect(orders.rows).toMatchObject([
				{ externalId: 'LIVE-1', status: 'Created', items: '0.1 g Gold', customer: 'Ada Example' },
			]);
			const requests = await until(reader, 'requests', ({ total }) => total === 3);
			expect(requests.rows.map(({ operationId, status }) => [operationId, status])).toEqual([
				['buyDigital', 200],
				['priceFix', 200],
				[null, 401],
			]);
			const isReserved = ({ rows }: Sections['wallets']): boolean =>
				rows[1]!.wallets.some(({ code, blocked }) => code === 'TRY' && blocked > 0);
			await until(reader, 'wallets', isReserved);
		});

		test('follows an order that moves by itself, and prices', async () => {
			sandbox.behaviour.stepMs = 20;
			const reader = await watch();
			const before = await until(reader, 'prices');
			await buy('LIVE-2');
			const orders = await until(reader, 'orders', ({ rows }) => rows[0]?.status === 'Completed');
			expect(orders.rows[0]!.history.map(({ status }) => status)).toEqual([
				'Created',
				'Pending',
				'Processing',
				'Completed',
			]);
			sandbox.setPrices({ spot: { GPT: 777 } });
			await until(reader, 'prices', ({ quotes }) => quotes.some(({ buy }) => buy === 777));
			expect(before.quotes).toHaveLength(6);
		});

		test('shows a request that was cut off', async () => {
			const reader = await watch();
			const body = await partner.purchase({ external_id: 'CUT-1' });
			sandbox.faults.add({ kind: 'resetAfter' });
			await expect(partner.buy(body)).rejects.toThrow('ECONNRESET');
			const cut = await until(reader, 'requests', ({ rows }) => rows[0]?.fault === 'resetAfter');
			expect(cut.rows[0]).toMatchObject({ status: null, operationId: 'buyDigital' });
		});

		test('sends nothing again that has not changed', async () => {
			const reader = await watch();
			sandbox.setPrices({ frozen: true });
			await buy('QUIET-1');
			await until(reader, 'orders', ({ total }) => total === 1);
			expect(reader.counts.get('setup')).toBe(1);
			expect(reader.counts.get('pushes')).toBe(1);
		});

		test('shows the newest rows and counts them all', async () => {
			for (let i = 0; i < MAX_ROWS + 5; i++) await send(`${sandbox.url}/partner/prices?n=${i}`);
			const { total, rows } = await until(await watch(), 'requests');
			expect([total, rows.length]).toEqual([MAX_ROWS + 5, MAX_ROWS]);
			expect(rows[0]).toMatchObject({ number: total, url: `/partner/prices?n=${total - 1}` });
		});

		test('numbers requests right when the journal has dropped the first', async () => {
			await sandbox.close();
			sandbox = await startSandbox({ journalSize: 3 });
			for (let i = 1; i <= 10; i++) await send(`${sandbox.url}/partner/prices?n=${i}`);
			const { total, rows } = await until(await watch(), 'requests');
			expect(total).toBe(10);
			expect(rows.map(({ number, url }) => [number, url])).toEqual([
				[10, '/partner/prices?n=10'],
				[9, '/partner/prices?n=9'],
				[8, '/partner/prices?n=8'],
			]);
		});

		test('begins anew when the sandbox does', async () => {
			const reader = await watch();
			await buy('OLD-1');
			await until(reader, 'orders', ({ total }) => total === 1);
			sandbox.reset();
			await until(reader, 'orders', ({ total }) => total === 0);
		});
	});

	describe('what it hides', () => {
		/** All that a reader was ever told, in one text. */
		const told = (reader: EventReader): string => JSON.stringify([...reader.latest.values()]);

		test('identity and card numbers, wherever somebody writes them', async () => {
			const reader = await watch();
			const payment = { ...CARD, identityNumber: '10000000146', note: CARD.card_number };
			await partner.call('POST', '/partner/order/digital/buy', {
				...(await partner.purchase({ external_id: 'HIDE-1', payment_type: 'creditcard' })),
				...{ customer: ADA, payment, comment: 'card 5406 6700 0000 5403, id 10000000146' },
			});
			await partner.call('GET', '/partner/customer/10000000146');
			await partner.call('POST', '/partner/card', { ...CARD, card_number: 5406670000005403 });
			const requests = await until(reader, 'requests', ({ total }) => total === 5);
			expect(requests.rows[2]!.body).toContain('"note": "540667******5403"');
			expect(requests.rows[1]!.url).toBe('/partner/customer/***');
			expect(told(reader)).not.toMatch(/10000000146|5406 ?6700 ?0000 ?5403|"737"|1000000001/);
		});

		test("the password and the digest's answer", async () => {
			const reader = await watch();
			await buy('HIDE-2');
			await until(reader, 'orders', ({ total }) => total === 1);
			expect(told(reader)).not.toMatch(/demo-password|response=|nonce=/);
		});

		test('the headers of pushes', async () => {
			sandbox.pushes.settings.headers = { 'x-secret': 'very-secret' };
			const reader = await watch();
			await until(reader, 'settings');
			expect(told(reader)).not.toContain('very-secret');
		});

		test('the end of a long body', async () => {
			const reader = await watch();
			await partner.call('POST', '/partner/customer', { firstname: 'x'.repeat(100_000) });
			const { rows } = await until(reader, 'requests', ({ total }) => total === 2);
			expect(rows[0]!.body!.length).toBeLessThan(2100);
		});
	});

	describe('its connections', () => {
		test('are limited; who is turned away is told, and may come when another has gone', async () => {
			for (let i = 0; i < MAX_VIEWERS; i++) await until(await watch(), 'setup');
			const late = await watch();
			await late.ended;
			expect([...late.latest.keys()]).toEqual(['full']);

			readers[0]!.close();
			const admitted = async (): Promise<boolean> => {
				const next = await watch();
				await Promise.race([next.ended, until(next, 'setup')]);
				return next.latest.has('setup');
			};
			while (!(await admitted())) await new Promise((resolve) => setImmediate(resolve));
		});

		test('end with the sandbox', async () => {
			const reader = await watch();
			await until(reader, 'setup');
			await sandbox.close();
			await reader.ended;
		});
	});

	describe('its buttons', () => {
		test('push an order again', async () => {
			const received: unknown[] = [];
			const receiver: Server = createServer((request, response) => {
				const chunks: Buffer[] = [];
				request.on('data', (chunk: Buffer) => chunks.push(chunk));
				request.on('end', () => {
					received.push(JSON.parse(Buffer.concat(chunks).toString()));
					response.end();
				});
			});
			await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
			try {
				const guid = await buy('PUSH-1');
				const url = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/hook`;
				expect((await press('/webhook', { url })).status).toBe(200);
				const reader = await watch();
				expect((await until(reader, 'settings')).webhookUrl).toBe(url);
				const reply = await press(`/orders/${guid}/push`);
				expect(reply.json).toEqual({ message: 'Order PUSH-1 is being pushed as Created' });
				const { rows } = await until(reader, 'pushes', ({ total }) => total === 1);
				expect(rows[0]).toMatchObject({
					...{ guid, order: 'PUSH-1', status: 'Created', reason: 'push_hook' },
					...{ outcome: '200', delivered: true },
				});
				expect(received).toMatchObject([{ data: { guid, status_name: 'Created' } }]);
			} finally {
				receiver.closeAllConnections();
				await new Promise((resolve) => receiver.close(resolve));
			}
		});

		test('say that nothing is pushed without a URL', async () => {
			const reply = await press(`/orders/${await buy('PUSH-2')}/push`);
			expect(reply.status).toBe(409);
			expect(reply.text).toContain('enter a webhook URL first');
		});

		test('stop the pushes', async () => {
			sandbox.pushes.setUrl('http://127.0.0.1:9/hook');
			expect((await press('/webhook', { url: null })).status).toBe(200);
			expect(sandbox.pushes.settings.url).toBeNull();
		});

		test.each(['http://example.com/hook', 'file:///etc/passwd', 'not a url', ''])(
			'refuse to push to %j',
			async (url) => {
				expect((await press('/webhook', { url })).status).toBe(400);
				expect(sandbox.pushes.settings.url).toBeNull();
			},
		);

		test('move an order to its next status, or to any', async () => {
			const guid = await buy('MOVE-1');
			const next = await press(`/orders/${guid}/move`, { status: null });
			expect(next.json).toEqual({ message: 'Order MOVE-1 is Pending' });
			await press(`/orders/${guid}/move`, { status: 'Completed' });
			expect(sandbox.orders()[0]!.status).toBe('Completed');
			const end = await press(`/orders/${guid}/move`, { status: null });
			expect([end.status, end.text]).toEqual([
				409,
				expect.stringContaining('Order MOVE-1 stays Completed'),
			]);
		});

		test('say why an order cannot be undone', async () => {
			const guid = await buy('MOVE-2');
			await press(`/orders/${guid}/move`, { status: 'Completed' });
			sandbox.setBalance('MTD-DEMO-1', 'GAU', 0);
			const reply = await press(`/orders/${guid}/move`, { status: 'Refunded' });
			expect([reply.status, reply.text]).toEqual([409, expect.stringContaining('has been spent')]);
			expect(sandbox.orders()[0]!.status).toBe('Completed');
		});

		test('let the next request fail, of any kind or of one', async () => {
			await press('/faults', { kind: '502Before', operationId: null });
			expect((await partner.call('GET', '/partner/balance')).status).toBe(502);
			await press('/faults', { kind: '500After', operationId: 'getPartnerBalance' });
			const reader = await watch();
			expect((await until(reader, 'settings')).faults).toEqual([
				{ label: 'Error 500, but it was done', operationId: 'Get partner balance', left: 1 },
			]);
			expect((await partner.call('GET', '/partner/prices')).status).toBe(200);
			expect((await partner.call('GET', '/partner/balance')).status).toBe(500);
			await until(reader, 'settings', ({ faults }) => faults.length === 0);
			await press('/faults', { kind: 'latency', operationId: null });
			await press('/faults/clear');
			expect(sandbox.faults.pending()).toEqual([]);
		});

		test('set how fast new orders move', async () => {
			await press('/pace', { stepMs: 3000 });
			expect(sandbox.behaviour.stepMs).toBe(3000);
			await press('/pace', { stepMs: null });
			expect(sandbox.behaviour.stepMs).toBeNull();
		});

		test.each([
			['/faults', { kind: 'earthquake', operationId: null }],
			['/faults', { kind: '502Before', operationId: 'noSuchCall' }],
			['/pace', { stepMs: -1 }],
			['/webhook', {}],
			['/webhook', { url: null, headers: {} }],
			['/orders/any/move', { status: 'Lost' }],
		])('refuse %s %j', async (path, body) => {
			expect((await press(path, body)).status).toBe(400);
		});

		test('do not take an order from before a new start', async () => {
			expect((await press('/orders/NO-SUCH-GUID/push')).status).toBe(409);
		});
	});

	describe('what is kept out', () => {
		const PARTS = ['/', '/_console', '/_console/app.js', '/_console/style.css', '/_console/events'];

		test.each(PARTS)('%s under a name that only resolves to this machine', async (path) => {
			for (const host of [
				'rebound.example.com',
				`127.0.0.1.example.com:${sandbox.port}`,
				'localhost.example.com',
				'0.0.0.0',
				'192.168.1.10',
			]) {
				expect((await send(`${sandbox.url}${path}`, 'GET', { host })).status).toBe(403);
			}
		});

		test('a foreign page that reads the events', async () => {
			for (const [name, value] of [
				['origin', 'https://example.com'],
				['origin', 'null'],
				['origin', 'http://127.0.0.1:5678'],
				['sec-fetch-site', 'cross-site'],
				['sec-fetch-site', 'same-site'],
			] as const) {
				const reader = await watch({ [name]: value });
				expect(reader.status).toBe(403);
				expect(reader.headers['access-control-allow-origin']).toBeUndefined();
			}
		});

		const own = (): string => sandbox.url;
		const name = 'rebound.example.com';
		test.each<[string, () => Record<string, string>]>([
			['another site', () => ({ origin: 'https://example.com' })],
			['a page without an origin', () => ({ origin: 'null' })],
			['a page of n8n on another port', () => ({ origin: 'http://127.0.0.1:5678' })],
			['this port under another scheme', () => ({ origin: own().replace('http', 'https') })],
			['a page under a rebound name', () => ({ host: name, origin: `http://${name}` })],
			['a rebound name with our origin', () => ({ host: name })],
			['a foreign page, as the browser says', () => ({ 'sec-fetch-site': 'cross-site' })],
			['a form of text', () => ({ 'content-type': 'text/plain' })],
			['a form', () => ({ 'content-type': 'application/x-www-form-urlencoded' })],
			['a form with a file', () => ({ 'content-type': 'multipart/form-data; boundary=x' })],
		])('a button pressed by %s', async (_who, headers) => {
			const guid = await buy('ATTACK-1');
			sandbox.pushes.setUrl('http://127.0.0.1:9/hook');
			for (const [path, body] of [
				[`/orders/${guid}/move`, { status: 'Cancelled' }],
				[`/orders/${guid}/push`, {}],
				['/faults', { kind: '502Before', operationId: null }],
				['/webhook', { url: 'http://127.0.0.1:10/attack' }],
				['/pace', { stepMs: 0 }],
			] as const) {
				expect([403, 415]).toContain((await press(path, body, headers())).status);
			}
			expect(sandbox.orders()[0]!.status).toBe('Created');
			expect(sandbox.faults.pending()).toEqual([]);
			expect(sandbox.pushes.settings.url).toBe('http://127.0.0.1:9/hook');
			expect(sandbox.behaviour.stepMs).toBeNull();
		});

		test('a program that names no origin: it has the control API', async () => {
			const headers = { 'content-type': 'application/json' };
			const reply = await send(`${sandbox.url}/_console/faults/clear`, 'POST', headers, '{}');
			expect([reply.status, reply.text]).toEqual([403, expect.stringContaining('/_sandbox')]);
		});

		test('a question whether foreign pages may post', async () => {
			const headers = { origin: 'https://example.com', 'access-control-request-method': 'POST' };
			const reply = await send(`${sandbox.url}/_console/webhook`, 'OPTIONS', headers);
			expect(reply.status).toBeGreaterThanOrEqual(400);
			expect(reply.headers['access-control-allow-origin']).toBeUndefined();
		});

		test('other machines: the server listens on loopback only', async () => {
			expect(new URL(sandbox.url).hostname).toBe('127.0.0.1');
		});
	});
});
