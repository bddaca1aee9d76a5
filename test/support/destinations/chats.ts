import type { FastifyInstance } from 'fastify';

import type { StandIn } from './proxy';

const SLACK_TOKEN = 'xoxb-invented';
const TELEGRAM_TOKEN = '1000000001:invented';

/** Slack's Web API (docs.slack.dev/reference/methods/chat.postMessage). */
export class SlackStandIn implements StandIn {
	readonly hosts = ['slack.com'];
	readonly credential = { accessToken: SLACK_TOKEN };
	readonly messages: Array<{ channel: string; text: string }> = [];

	register(app: FastifyInstance): void {
		app.post('/api/chat.postMessage', async (request) => {
			// Slack answers 200 to whatever is wrong.
			if (request.headers.authorization !== `Bearer ${SLACK_TOKEN}`) {
				return { ok: false, error: 'invalid_auth' };
			}
			const { channel, text } = request.body as { channel: string; text: string };
			this.messages.push({ channel, text });
			return { ok: true, channel: 'C0000000001', ts: `${this.messages.length}.000100` };
		});
	}
}

/** Telegram's Bot API (core.telegram.org/bots/api#sendmessage). */
export class TelegramStandIn implements StandIn {
	readonly hosts = ['api.telegram.org'];
	readonly credential = { accessToken: TELEGRAM_TOKEN, baseUrl: 'https://api.telegram.org' };
	readonly messages: Array<{ chat_id: string; text: string; parse_mode?: string }> = [];
	/** Telegram is out of order. */
	broken = false;

	register(app: FastifyInstance): void {
		app.post('/:bot/sendMessage', async (request, reply) => {
			if ((request.params as { bot: string }).bot !== `bot${TELEGRAM_TOKEN}`) {
				return await reply.code(401).send({ ok: false, error_code: 401 });
			}
			if (this.broken) return await reply.code(500).send({ ok: false, error_code: 500 });
			this.messages.push(request.body as TelegramStandIn['messages'][number]);
			return { ok: true, result: { message_id: this.messages.length } };
		});
	}
}
