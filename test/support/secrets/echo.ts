import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

async function textOf(request: IncomingMessage): Promise<string> {
	const chunks: Buffer[] = [];
	for await (const chunk of request) chunks.push(chunk as Buffer);
	return Buffer.concat(chunks).toString('utf8');
}

/**
 * The most careless API there could be: it refuses every request, and repeats all of its headers and
 * its body in the message and at the field.
 */
export async function startEcho(): Promise<{ url: string; close(): Promise<void> }> {
	const server = createServer((request, response) => {
		void textOf(request).then((body) => {
			if (request.headers.authorization === undefined) {
				const challenge = 'Digest realm="Echo", nonce="echo-nonce", qop="auth", algorithm=MD5';
				response.writeHead(401, { 'www-authenticate': challenge }).end();
				return;
			}
			const all = `${body} ${request.headers.authorization} ${JSON.stringify(request.headers)}`;
			const data = { errors: { 'payment.card_number': [body, all] } };
			response
				.writeHead(422, { 'content-type': 'application/json' })
				.end(JSON.stringify({ data, success: false, code: 422, message: all }));
		});
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	return {
		url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
		close: async () => await new Promise((resolve) => server.close(() => resolve())),
	};
}
