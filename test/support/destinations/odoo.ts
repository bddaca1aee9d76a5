import type { FastifyInstance } from 'fastify';

import type { StandIn } from './proxy';

const HOST = 'invented.odoo.example';
const KEY = 'invented-odoo-key';

type Record_ = Record<string, unknown> & { id: number };

/** Odoo's External JSON-2 API (odoo.com/documentation/19.0/developer/reference/external_api.html). */
export class OdooStandIn implements StandIn {
	readonly hosts = [HOST];
	readonly credential = { url: `https://${HOST}`, db: 'invented', apiKey: KEY };
	/** Records by model, oldest first. */
	private readonly models = new Map<string, Record_[]>();
	private nextId = 1;

	records(model: string): Record_[] {
		const records = this.models.get(model) ?? [];
		this.models.set(model, records);
		return records;
	}

	register(app: FastifyInstance): void {
		app.addHook('preHandler', async (request, reply) => {
			const { authorization, 'x-odoo-database': database } = request.headers;
			if (authorization === `bearer ${KEY}` && database === 'invented') return;
			await reply.code(401).send({ name: 'werkzeug.exceptions.Unauthorized' });
		});
		app.post('/json/2/:model/search_read', async (request) => {
			const { model } = request.params as { model: string };
			const { domain, fields, limit } = request.body as {
				domain: Array<[string, '=', unknown]>;
				fields: string[];
				limit?: number;
			};
			return this.records(model)
				.filter((record) => domain.every(([field, , value]) => record[field] === value))
				.slice(0, limit)
				.map((record) => Object.fromEntries(['id', ...fields].map((name) => [name, record[name]])));
		});
		app.post('/json/2/:model/create', async (request) => {
			const { model } = request.params as { model: string };
			const { vals_list: all } = request.body as { vals_list: Array<Record<string, unknown>> };
			const made = all.map((values) => ({ ...values, id: this.nextId++ }));
			this.records(model).push(...made);
			return made.map(({ id }) => id);
		});
		app.post('/json/2/:model/write', async (request) => {
			const { model } = request.params as { model: string };
			const { ids, vals } = request.body as { ids: number[]; vals: Record<string, unknown> };
			for (const record of this.records(model)) {
				if (ids.includes(record.id)) Object.assign(record, vals);
			}
			return true;
		});
	}
}
