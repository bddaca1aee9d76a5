import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import getPort from 'get-port';
import type { DigestCredentials } from '../../../minted/digest/answer';
import { findProgram, startSupervised, type SupervisedServer } from '../supervised';

/* Servers that nobody here wrote, on loopback, each with a temporary configuration of its own. */

export interface RealServer extends SupervisedServer {
	origin: string;
}

const APACHE_MODULES = '/usr/lib/apache2/modules';

/**
 * A `describe` for tests that need these Debian packages. Where one is missing the tests are reported
 * as skipped, under a title that says what to install.
 */
export function describeWith(packages: string[], title: string, body: () => void): void {
	const missing = packages.filter((name) => findProgram(name) === undefined);
	const [declare, label] =
		missing.length === 0
			? [describe, title]
			: [describe.skip, `${title} [skipped: apt-get install ${missing.join(' ')}]`];
	if (missing.length > 0) process.stdout.write(`${label}\n`);
	declare(label, body);
}

function program(name: string): string {
	const path = findProgram(name);
	if (!path) throw new Error(`${name} is not installed`);
	return path;
}

async function launch(
	command: string,
	args: string[],
	port: number,
	folder: string,
): Promise<RealServer> {
	const removeFolder = async () =>
		await rm(folder, { recursive: true, force: true, maxRetries: 5 });
	try {
		const server = await startSupervised({ command, args, port });
		const stop = async () => {
			await server.stop();
			await removeFolder();
		};
		return { origin: `http://127.0.0.1:${port}`, stop };
	} catch (error) {
		const log = await readFile(join(folder, 'error.log'), 'utf8').catch(() => '');
		await removeFolder();
		throw new Error(`${String(error)}\n${log}`, { cause: error });
	}
}

/** Readable for the server's own user, as both drop root's rights. */
async function createFolder(name: string): Promise<string> {
	const folder = await mkdtemp(join(tmpdir(), `minted-${name}-`));
	await chmod(folder, 0o755);
	return folder;
}

/** A CGI program that answers with the method, the query string and the body it got. */
async function writeEcho(folder: string): Promise<string> {
	const path = join(folder, 'www', 'echo.sh');
	await mkdir(join(folder, 'www'));
	await writeFile(
		path,
		`#!/bin/sh
printf 'Content-Type: text/plain\\r\\n\\r\\n%s ?%s ' "$REQUEST_METHOD" "$QUERY_STRING"
if [ "\${CONTENT_LENGTH:-0}" -gt 0 ]; then head -c "$CONTENT_LENGTH"; fi
`,
	);
	await chmod(path, 0o755);
	return path;
}

function htdigestLine(
	{ username, password }: DigestCredentials,
	realm: string,
	hash: 'md5' | 'sha256',
): string {
	const ha1 = createHash(hash).update(`${username}:${realm}:${password}`).digest('hex');
	return `${username}:${realm}:${ha1}\n`;
}

/**
 * Apache httpd with mod_auth_digest: MD5, qop auth, base64 nonces. `/echo` answers with what it got.
 *
 * @param nonceLifetime seconds; under 30, Apache names the next nonce in every answer
 */
export async function startApache(
	credentials: DigestCredentials,
	{ realm = 'Minted, Connect = test', nonceLifetime = 300 } = {},
): Promise<RealServer> {
	const folder = await createFolder('apache');
	const echo = await writeEcho(folder);
	const port = await getPort({ host: '127.0.0.1' });
	const modules = [
		'mpm_prefork',
		'authn_core',
		'authn_file',
		'authz_core',
		'authz_user',
		'auth_digest',
		'alias',
		'cgi',
	];
	await writeFile(join(folder, 'users'), htdigestLine(credentials, realm, 'md5'));
	await writeFile(
		join(folder, 'httpd.conf'),
		`
ServerRoot ${folder}
ServerName 127.0.0.1
Listen 127.0.0.1:${port}
PidFile ${folder}/httpd.pid
ErrorLog ${folder}/error.log
DefaultRuntimeDir ${folder}
Mutex file:${folder} default
${modules.map((name) => `LoadModule ${name}_module ${APACHE_MODULES}/mod_${name}.so`).join('\n')}
User "#65534"
Group "#65534"
StartServers 2
KeepAlive On
DocumentRoot ${folder}/www
ScriptAlias /echo ${echo}
<Location />
	Options +ExecCGI
	AuthType Digest
	AuthName "${realm}"
	AuthDigestProvider file
	AuthUserFile ${folder}/users
	AuthDigestNonceLifetime ${nonceLifetime}
	Require valid-user
</Location>
`,
	);
	return launch(
		program('apache2'),
		['-f', join(folder, 'httpd.conf'), '-D', 'FOREGROUND'],
		port,
		folder,
	);
}

/** lighttpd with mod_auth in MD5 or SHA-256. `/echo.sh` answers with what it got. */
export async function startLighttpd(
	credentials: DigestCredentials,
	{ algorithm, realm = 'minted' }: { algorithm: 'MD5' | 'SHA-256'; realm?: string },
): Promise<RealServer> {
	const folder = await createFolder('lighttpd');
	await writeEcho(folder);
	const port = await getPort({ host: '127.0.0.1' });
	const hash = algorithm === 'MD5' ? 'md5' : 'sha256';
	await writeFile(join(folder, 'users'), htdigestLine(credentials, realm, hash));
	await writeFile(
		join(folder, 'lighttpd.conf'),
		`
server.modules = ( "mod_auth", "mod_authn_file", "mod_cgi" )
server.bind = "127.0.0.1"
server.port = ${port}
server.document-root = "${folder}/www"
server.upload-dirs = ( "${folder}" )
server.errorlog = "${folder}/error.log"
cgi.assign = ( ".sh" => "/bin/sh" )
auth.backend = "htdigest"
auth.backend.htdigest.userfile = "${folder}/users"
auth.require = ( "/" => (
	"method" => "digest", "algorithm" => "${algorithm}", "realm" => "${realm}",
	"require" => "valid-user"
) )
`,
	);
	return launch(program('lighttpd'), ['-D', '-f', join(folder, 'lighttpd.conf')], port, folder);
}

/** Status and body that `curl --digest` gets: the control that a server can be logged into at all. */
export async function curlDigest(
	{ username, password }: DigestCredentials,
	url: string,
	data?: string,
): Promise<{ status: number; body: string }> {
	const args = ['--silent', '--digest', '--user', `${username}:${password}`];
	if (data !== undefined) args.push('--header', 'Content-Type: text/plain', '--data-raw', data);
	return new Promise((resolve, reject) => {
		execFile(program('curl'), [...args, '--write-out', '\n%{http_code}', url], (error, stdout) => {
			if (error) {
				reject(new Error(error.message, { cause: error }));
				return;
			}
			const end = stdout.lastIndexOf('\n');
			resolve({ status: Number(stdout.slice(end + 1)), body: stdout.slice(0, end) });
		});
	});
}
