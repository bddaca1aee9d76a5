import { simpleParser, type AddressObject, type ParsedMail } from 'mailparser';
import type { AddressInfo } from 'node:net';
import { SMTPServer } from 'smtp-server';

import { eventually } from '../../../harness/eventually';

const HOST = '127.0.0.1';
const USER = 'n8n';
const PASSWORD = 'invented-smtp-password';

/** An email as it arrived. */
export interface Mail {
	from: string;
	to: string;
	subject: string;
	text: string;
	html: string;
	attachments: Array<{ name: string; type: string; content: Buffer }>;
}

/** A real SMTP server on loopback that keeps what it is sent. */
export interface MailServer {
	/** What n8n's SMTP credential is filled in with. */
	readonly credential: Record<string, unknown>;
	/** All emails, oldest first. */
	readonly mails: readonly Mail[];
	/** The first email to an address that satisfies; waits for it. */
	mailTo(address: string, satisfies?: (mail: Mail) => boolean): Promise<Mail>;
	close(): Promise<void>;
}

const addressOf = (header: AddressObject | AddressObject[] | undefined): string =>
	[header ?? []]
		.flat()
		.flatMap(({ value }) => value.map(({ address }) => address))
		.join(', ');

function asMail(parsed: ParsedMail): Mail {
	return {
		from: addressOf(parsed.from),
		to: addressOf(parsed.to),
		subject: parsed.subject ?? '',
		text: (parsed.text ?? '').trim(),
		html: parsed.html || '',
		attachments: parsed.attachments.map(({ filename, contentType, content }) => ({
			name: filename ?? '',
			type: contentType,
			content,
		})),
	};
}

/** Starts it on a free port; only who logs in may send. */
export async function startMailServer(): Promise<MailServer> {
	const mails: Mail[] = [];
	const server = new SMTPServer({
		disabledCommands: ['STARTTLS'],
		allowInsecureAuth: true,
		onAuth({ username, password }, _session, done) {
			if (username === USER && password === PASSWORD) done(null, { user: USER });
			else done(new Error('Unknown user or wrong password'));
		},
		onData(stream, _session, done) {
			simpleParser(stream).then((parsed) => {
				mails.push(asMail(parsed));
				done();
			}, done);
		},
	});
	await new Promise<void>((resolve) => server.listen(0, HOST, resolve));
	const { port } = server.server.address() as AddressInfo;
	return {
		credential: {
			user: USER,
			password: PASSWORD,
			host: HOST,
			port,
			secure: false,
			disableStartTls: true,
		},
		mails,
		async mailTo(address, satisfies = () => true) {
			const found = await eventually(
				async () => mails.find((mail) => mail.to === address && satisfies(mail)),
				(mail) => mail !== undefined,
			);
			return found!;
		},
		async close() {
			await new Promise<void>((resolve) => server.close(resolve));
		},
	};
}
