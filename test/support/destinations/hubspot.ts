import type { FastifyInstance } from 'fastify';

import { Gate } from './gate';
import type { StandIn } from './proxy';

const TOKEN = 'invented-hubspot-token';
/** The property that the example's sticky note has made, unique. */
const UNIQUE_PROPERTY = 'minted_guid';

type Properties = Record<string, string>;

interface UpsertInput {
	id: string;
	idProperty?: string;
	properties: Properties;
}

/** HubSpot's CRM API (developers.hubspot.com/docs/api-reference): contacts, deals and their links. */
export class HubspotStandIn implements StandIn {
	readonly hosts = ['api.hubapi.com'];
	readonly credential = { appToken: TOKEN };
	/** By HubSpot's own ID. */
	readonly contacts = new Map<string, Properties>();
	readonly deals = new Map<string, Properties>();
	/** Contact IDs by deal ID. */
	readonly links = new Map<string, Set<string>>();
	/** The stages of each deal in the order they were written, by its GUID. */
	readonly stages = new Map<string, string[]>();
	private nextId = 1001;
	/** Deals pass through it before they are written. */
	readonly gate = new Gate();

	/** The deals with this GUID, with their IDs. */
	dealsOf(guid: string): Array<Properties & { id: string }> {
		return [...this.deals]
			.filter(([, deal]) => deal[UNIQUE_PROPERTY] === guid)
			.map(([id, deal]) => ({ ...deal, id }));
	}

	register(app: FastifyInstance): void {
		app.addHook('preHandler', async (request, reply) => {
			if (request.headers.authorization === `Bearer ${TOKEN}`) return;
			await reply.code(401).send({ status: 'error', category: 'INVALID_AUTHENTICATION' });
		});
		app.post('/contacts/v1/contact/createOrUpdate/email/:email', async (request) => {
			const { email } = request.params as { email: string };
			const { properties } = request.body as {
				properties: Array<{ property: string; value: string }>;
			};
			const given = Object.fromEntries(properties.map(({ property, value }) => [property, value]));
			const known = [...this.contacts].find(([, contact]) => contact.email === email);
			const id = known?.[0] ?? String(this.nextId++);
			this.contacts.set(id, { ...known?.[1], ...given, email });
			return { vid: Number(id), isNew: known === undefined };
		});
		app.post('/crm/v3/objects/deals/batch/upsert', async (request, reply) => {
			const { inputs } = request.body as { inputs: UpsertInput[] };
			if (inputs.some(({ idProperty }) => idProperty !== UNIQUE_PROPERTY)) {
				return await reply.code(400).send({ status: 'error', category: 'VALIDATION_ERROR' });
			}
			await this.gate.pass();
			return { status: 'COMPLETE', results: inputs.map((input) => this.upsertDeal(input)) };
		});
		app.put(
			'/crm/v4/objects/deals/:deal/associations/default/contacts/:contact',
			async (request, reply) => {
				const { deal, contact } = request.params as { deal: string; contact: string };
				if (!this.deals.has(deal) || !this.contacts.has(contact)) {
					return await reply.code(404).send({ status: 'error', category: 'OBJECT_NOT_FOUND' });
				}
				this.links.set(deal, (this.links.get(deal) ?? new Set()).add(contact));
				return { status: 'COMPLETE', results: [] };
			},
		);
	}

	private upsertDeal({ id: guid, properties }: UpsertInput) {
		const [known] = this.dealsOf(guid);
		const id = known?.id ?? String(this.nextId++);
		const deal = { ...this.deals.get(id), ...properties, [UNIQUE_PROPERTY]: guid };
		this.deals.set(id, deal);
		this.stages.set(guid, [...(this.stages.get(guid) ?? []), properties.dealstage ?? '']);
		return { id, properties: deal, new: known === undefined, archived: false };
	}
}
