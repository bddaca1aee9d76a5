import axios from 'axios';
import type { FastifyInstance } from 'fastify';
import { createHmac } from 'node:crypto';

import type { StandIn } from './proxy';

const HOST = 'invented-shop.example';
const KEY = 'ck_invented';
const SECRET = 'cs_invented';

interface Webhook {
	id: number;
	status: 'active';
	topic: string;
	delivery_url: string;
	secret: string;
}

/** The parts of an order that the shop tells of. */
export interface ShopOrder {
	id: number;
	status: 'pending' | 'processing' | 'completed';
	currency: string;
	total: string;
	customer_id: number;
}

/** WooCommerce's REST API v3 (woocommerce.github.io/woocommerce-rest-api-docs): its webhooks. */
export class WooCommerceStandIn implements StandIn {
	readonly hosts = [HOST];
	readonly credential = {
		consumerKey: KEY,
		consumerSecret: SECRET,
		url: `https://${HOST}`,
		includeCredentialsInQuery: false,
	};
	private readonly webhooks: Webhook[] = [];

	register(app: FastifyInstance): void {
		const path = '/wp-json/wc/v3/webhooks';
		const expected = `Basic ${Buffer.from(`${KEY}:${SECRET}`).toString('base64')}`;
		app.addHook('preHandler', async (request, reply) => {
			if (request.headers.authorization === expected) return;
			await reply.code(401).send({ code: 'woocommerce_rest_cannot_view' });
		});
		app.get(path, async () => this.webhooks);
		app.post(path, async (request, reply) => {
			const given = request.body as Omit<Webhook, 'id' | 'status'>;
			const webhook: Webhook = { ...given, id: this.webhooks.length + 1, status: 'active' };
			this.webhooks.push(webhook);
			return await reply.code(201).send(webhook);
		});
		app.delete(`${path}/:id`, async (request) => {
			const index = this.webhooks.findIndex(
				({ id }) => String(id) === (request.params as { id: string }).id,
			);
			return this.webhooks.splice(index, 1)[0];
		});
	}

	/** What its registered webhooks are told of. */
	topics(): string[] {
		return this.webhooks.map(({ topic }) => topic);
	}

	/** Tells the registered webhook of an order, as the shop does; returns the status of the answer. */
	async tell(order: ShopOrder, secret?: string): Promise<number> {
		const [webhook] = this.webhooks;
		if (webhook === undefined) throw new Error('No webhook is registered with the shop');
		const body = JSON.stringify(order);
		const signature = createHmac('sha256', secret ?? webhook.secret)
			.update(body)
			.digest('base64');
		const response = await axios.post(webhook.delivery_url, body, {
			headers: {
				'content-type': 'application/json',
				'x-wc-webhook-id': webhook.id,
				'x-wc-webhook-topic': webhook.topic,
				'x-wc-webhook-resource': 'order',
				'x-wc-webhook-event': 'updated',
				'x-wc-webhook-signature': signature,
			},
			validateStatus: () => true,
			proxy: false,
		});
		return response.status;
	}
}
