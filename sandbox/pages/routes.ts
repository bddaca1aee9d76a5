import type { FastifyInstance, FastifyReply } from 'fastify';
import { hasInvoice } from '../domain/orders';
import { hasEnded } from '../domain/progress';
import type { World } from '../domain/world';
import { LEGAL_TEXTS } from '../handlers/legal';
import type { Html } from './html';
import { button, page, paragraph } from './html';

export interface PagesContext {
	world: () => World;
}

interface TokenRoute {
	Params: { token: string; result: string };
}

/** The pages that a customer's browser sees: 3D steps, a parcel, an invoice, a legal text. No Digest. */
export function registerPages(server: FastifyInstance, { world }: PagesContext): void {
	const callbacks = ['GET', 'POST'];

	server.get<TokenRoute>('/pay/:token', (request, reply) => {
		const { token } = request.params;
		const payment = world().payments.find(token);
		if (!payment) return missing(reply, 'payment');
		const { card, amount, commission, currency, state } = payment;
		return show(reply, 'Payment with 3D Secure', [
			paragraph(`${amount.plus(commission).toFixed(2)} ${currency}, card ${card.maskedNumber}`),
			...choice(state === 'new', `/pay/${token}/callback`),
		]);
	});

	server.route<TokenRoute>({
		method: callbacks,
		url: '/pay/:token/callback/:result',
		handler: (request, reply) => {
			const { token, result } = request.params;
			const payment = world().payments.find(token);
			if (!payment || !isResult(result)) return missing(reply, 'payment');
			world().payments.decide(payment, result === 'success');
			return show(reply, payment.state === 'approved' ? 'Payment approved' : 'Payment failed', [
				paragraph('You can close this page.'),
			]);
		},
	});

	server.get<TokenRoute>('/pay/cards/:token', (request, reply) => {
		const { token } = request.params;
		const registration = world().cardRegistrations.get(token);
		if (!registration) return missing(reply, 'card');
		return show(reply, 'Save a card with 3D Secure', [
			paragraph(`Card ${registration.card.maskedNumber}`),
			...choice(registration.state === 'new', `/pay/cards/${token}/callback`),
		]);
	});

	server.route<TokenRoute>({
		method: callbacks,
		url: '/pay/cards/:token/callback/:result',
		handler: (request, reply) => {
			const { token, result } = request.params;
			const registration = world().cardRegistrations.get(token);
			if (!registration || !isResult(result)) return missing(reply, 'card');
			if (registration.state === 'new') {
				registration.state = result === 'success' ? 'stored' : 'failed';
				if (result === 'success') registration.customer.cards.push({ ...registration.card, token });
			}
			const stored = registration.state === 'stored';
			return show(reply, stored ? 'Card saved' : 'Card not saved', [
				paragraph('You can close this page.'),
			]);
		},
	});

	server.get<{ Params: { number: string } }>('/cargo/:number', (request, reply) => {
		const { orders, shop } = world();
		const order = [...orders.all(), ...shop.orders.all()].find(
			({ trackingNumber }) => trackingNumber === request.params.number,
		);
		if (!order) return missing(reply, 'parcel');
		const place = hasEnded(order) ? 'On its way' : 'Being prepared';
		return show(reply, `Parcel ${request.params.number}`, [paragraph(place)]);
	});

	server.get<{ Params: { code: string } }>('/invoice/:code', (request, reply) => {
		const { code } = request.params;
		const order = world()
			.orders.all()
			.find(({ orderCode }) => orderCode === code);
		if (!order || !hasInvoice(order)) return missing(reply, 'invoice');
		return show(reply, `Invoice of order ${code}`, [
			paragraph(`${order.total.toFixed(2)} ${order.currency}. An example without any meaning.`),
		]);
	});

	server.get<{ Params: { type: string } }>('/legal/:type', (request, reply) => {
		const { type } = request.params;
		const title = Object.hasOwn(LEGAL_TEXTS, type) ? LEGAL_TEXTS[type] : undefined;
		if (title === undefined) return missing(reply, 'text');
		return show(reply, title, [paragraph('An example text without any meaning.')]);
	});
}

function choice(open: boolean, callback: string): Html[] {
	if (!open) return [paragraph('This step is finished.')];
	return [button('Approve', `${callback}/success`), button('Decline', `${callback}/fail`)];
}

function isResult(result: string): boolean {
	return result === 'success' || result === 'fail';
}

function show(reply: FastifyReply, title: string, body: readonly Html[]): FastifyReply {
	return reply.type('text/html; charset=utf-8').send(page(title, body));
}

function missing(reply: FastifyReply, what: string): FastifyReply {
	return show(reply.code(404), `There is no such ${what}`, []);
}
