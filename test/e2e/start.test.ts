import axios from 'axios';
import { spawn } from 'child_process';
import { once } from 'events';
import { join } from 'path';

import { eventually } from '../support/n8n/eventually';

const ROOT = join(__dirname, '..', '..');
/** The first start downloads n8n. */
const TIMEOUT_MS = 20 * 60_000;

const statusOf = async (url: string) =>
	await axios.get(url, { validateStatus: () => true, proxy: false }).then(
		({ status }) => status,
		(error: unknown) => (error as { code?: string }).code,
	);

describe('npm start', () => {
	it(
		'shows the order, gives the editor, and ends everything on Ctrl-C',
		async () => {
			const child = spawn('npm', ['start'], { cwd: ROOT, detached: true });
			let output = '';
			child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
			const closed = once(child, 'close');
			await eventually(
				async () => output,
				(text) => text.includes('Ctrl-C ends everything') || child.exitCode !== null,
				TIMEOUT_MS,
			);
			expect(output).toMatch(/status_name +Completed/);
			const [editor] = /(?<=Editor +)http:\S+/.exec(output) ?? [];
			const [sandbox] = /(?<=Minted Connect +)http:\S+/.exec(output) ?? [];
			expect(await statusOf(editor!)).toBe(200);
			expect(await statusOf(sandbox!)).toBe(401);

			// A terminal sends Ctrl-C to the whole group.
			process.kill(-child.pid!, 'SIGINT');
			await closed;
			expect(output).toContain('Stopping…');
			expect(await statusOf(editor!)).toBe('ECONNREFUSED');
			expect(await statusOf(sandbox!)).toBe('ECONNREFUSED');
		},
		TIMEOUT_MS,
	);
});
