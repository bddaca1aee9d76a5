import type { FastifyInstance } from 'fastify';
import { createPublicKey, generateKeyPairSync, verify } from 'node:crypto';

import { Gate } from './gate';
import type { StandIn } from './proxy';

type Cell = string | number | boolean;

const ACCOUNT = 'n8n@invented-project.example';
const TOKEN = 'invented-google-token';

/** "Orders!B3" as the row and column it names, from 0. */
function cellOf(range: string): { row: number; column: number } {
	const [, letters = '', row = ''] = /!([A-Z]+)(\d+)$/.exec(range) ?? [];
	const column = Array.from(letters).reduce(
		(sum, letter) => sum * 26 + letter.charCodeAt(0) - 64,
		0,
	);
	return { row: Number(row) - 1, column: column - 1 };
}

/**
 * Google Sheets API v4 (developers.google.com/workspace/sheets/api/reference/rest) with one document
 * of one sheet, and the token endpoint for service accounts.
 */
export class GoogleSheetsStandIn implements StandIn {
	readonly hosts = ['sheets.googleapis.com', 'oauth2.googleapis.com'];
	readonly documentId = 'invented-document';
	readonly sheetName = 'Orders';
	/** Every writing request that was carried out. */
	readonly writes: Array<'append' | 'update'> = [];
	/** The statuses of each order in the order they were written, by its GUID. */
	readonly statuses = new Map<string, Cell[]>();
	/** Writes pass through it before they are carried out. */
	readonly gate = new Gate();
	private readonly keys = generateKeyPairSync('rsa', { modulusLength: 2048 });
	private readonly cells: Cell[][];

	constructor(columns: string[]) {
		this.cells = [columns];
	}

	/** What n8n's credential of a service account is filled in with. */
	get credential(): Record<string, unknown> {
		const privateKey = this.keys.privateKey.export({ type: 'pkcs8', format: 'pem' });
		return { email: ACCOUNT, privateKey, inpersonate: false };
	}

	/** The rows below the header, as objects by column. */
	rows(): Array<Record<string, Cell>> {
		const [columns = [], ...rows] = this.cells;
		return rows.map((row) =>
			Object.fromEntries(columns.map((name, index) => [String(name), row[index] ?? ''])),
		);
	}

	register(app: FastifyInstance): void {
		app.post('/token', async (request, reply) => {
			const { grant_type, assertion = '' } = request.body as Record<string, string>;
			const valid = grant_type?.endsWith(':jwt-bearer') && this.isSignedByUs(assertion);
			if (!valid) return await reply.code(400).send({ error: 'invalid_grant' });
			return { access_token: TOKEN, expires_in: 3599, token_type: 'Bearer' };
		});
		app.addHook('preHandler', async (request, reply) => {
			if (request.url === '/token' || request.headers.authorization === `Bearer ${TOKEN}`) return;
			await reply.code(401).send({ error: { code: 401, status: 'UNAUTHENTICATED' } });
		});
		const document = `/v4/spreadsheets/${this.documentId}`;
		app.get(document, async () => ({
			sheets: [{ properties: { sheetId: 0, title: this.sheetName, index: 0 } }],
		}));
		app.get(`${document}/values/:range`, async () => ({
			range: `${this.sheetName}!A1:Z1000`,
			majorDimension: 'ROWS',
			values: this.cells.map((row) => [...row]),
		}));
		app.post(`${document}/values::batchUpdate`, async (request) => {
			const body = request.body as {
				valueInputOption: string;
				data: Array<{ range: string; values: Cell[][] }>;
			};
			await this.gate.pass();
			this.writes.push('update');
			for (const { range, values } of body.data) this.put(cellOf(range), values);
			return { spreadsheetId: this.documentId, totalUpdatedCells: body.data.length };
		});
		app.post(`${document}/values/:range`, async (request, reply) => {
			const [, first] =
				/!(\d+):\d+:append$/.exec((request.params as { range: string }).range) ?? [];
			if (first === undefined) {
				reply.callNotFound();
				return await reply;
			}
			const { values } = request.body as { values: Cell[][] };
			await this.gate.pass();
			this.writes.push('append');
			// Below the table that the row belongs to; an empty row is the end of the table above it.
			const row = Math.max(Number(first) - 1, this.cells.length);
			this.put({ row, column: 0 }, values);
			return { spreadsheetId: this.documentId, updates: { updatedRows: values.length } };
		});
	}

	private put({ row, column }: { row: number; column: number }, values: Cell[][]): void {
		const statusColumn = this.cells[0]!.indexOf('status_name');
		values.forEach((line, down) => {
			const target = (this.cells[row + down] ??= []);
			line.forEach((value, right) => (target[column + right] = value));
			const status = line[statusColumn - column];
			if (status === undefined) return;
			const guid = String(target[0]);
			this.statuses.set(guid, [...(this.statuses.get(guid) ?? []), status]);
		});
	}

	private isSignedByUs(assertion: string): boolean {
		const [header, claims, signature = ''] = assertion.split('.');
		const key = createPublicKey(this.keys.publicKey.export({ type: 'spki', format: 'pem' }));
		const signed = Buffer.from(`${header}.${claims}`);
		return verify('RSA-SHA256', signed, key, Buffer.from(signature, 'base64url'));
	}
}
