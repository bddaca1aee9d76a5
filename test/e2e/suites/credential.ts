import { createServer, type Server } from 'http';
import type { AddressInfo } from 'net';

import { credentialData } from '../../../harness/account';
import { CREDENTIAL_TYPE } from '../../../harness/package';
import type { Playground } from '../../../harness/playground';

/** A server that is up and is not Minted. */
async function startOtherServer(): Promise<Server> {
	const server = createServer((_request, response) => response.end('<h1>Welcome</h1>'));
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	return server;
}

const portOf = (server: Server) => (server.address() as AddressInfo).port;

const close = async (server: Server) =>
	await new Promise<void>((resolve) => server.close(() => resolve()));

export function credentialSuite(world: () => Playground): void {
	describe('The Test button of the credential', () => {
		const test = async (changes: Record<string, unknown> = {}) =>
			await world().client.testCredential(CREDENTIAL_TYPE, {
				...credentialData(world().sandbox),
				...changes,
			});

		it('accepts the right user name and password', async () => {
			expect(await test()).toMatchObject({ status: 'OK' });
		});

		it('says that user name or password is wrong, after two requests at most', async () => {
			const { sandbox } = world();
			const before = sandbox.counters().requests;
			const result = await test({ password: 'not-the-password' });
			expect(result.status).toBe('Error');
			expect(result.message).toMatch(/refused the user name or password/);
			expect(sandbox.counters().requests - before).toBeLessThanOrEqual(2);
		});

		it('says that the address is not that of Minted', async () => {
			const other = await startOtherServer();
			const result = await test({ baseUrl: `http://127.0.0.1:${portOf(other)}` });
			await close(other);
			expect(result.status).toBe('Error');
			expect(result.message).toMatch(
				/not as Minted Connect.*Check the Environment and the Base URL/,
			);
		});

		it('says that the host cannot be reached: nothing listens', async () => {
			const other = await startOtherServer();
			const port = portOf(other);
			await close(other);
			const result = await test({ baseUrl: `http://127.0.0.1:${port}` });
			expect(result.status).toBe('Error');
			expect(result.message).toMatch(/cannot be reached/);
			expect(result.message).toContain(`127.0.0.1:${port}`);
		});

		it('says that the host cannot be reached: no such name', async () => {
			const result = await test({ baseUrl: 'https://minted.invalid' });
			expect(result.status).toBe('Error');
			expect(result.message).toMatch(/cannot be reached.*minted\.invalid/);
		});

		it('refuses to send over an unencrypted connection to another machine', async () => {
			const result = await test({ baseUrl: 'http://minted.example' });
			expect(result.status).toBe('Error');
			expect(result.message).toMatch(/https/);
		});

		it('never shows the password', async () => {
			const password = 'Planted-Secret-4711';
			// One after another: n8n's tester shares one mocked node between tests that run at once.
			const results = [
				await test({ password }),
				await test({ password, baseUrl: 'https://minted.invalid' }),
			];
			expect(results.map(({ status }) => status)).toEqual(['Error', 'Error']);
			expect(results[0]?.message).toMatch(/refused the user name or password/);
			expect(JSON.stringify(results)).not.toContain(password);
			expect(await world().n8n.log()).not.toContain(password);
		});
	});
}
