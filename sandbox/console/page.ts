import { build } from 'esbuild';
import { readFile } from 'fs/promises';
import { join } from 'path';

const CLIENT = join(__dirname, 'client');

/** Everything of the page comes from this server, and no other page may frame or read it. */
export const PAGE_HEADERS: Readonly<Record<string, string>> = {
	'cache-control': 'no-store',
	'content-security-policy': [
		"default-src 'none'",
		"script-src 'self'",
		"style-src 'self'",
		"connect-src 'self'",
		'img-src data:',
		"base-uri 'none'",
		"form-action 'none'",
		"frame-ancestors 'none'",
	].join('; '),
	'cross-origin-opener-policy': 'same-origin',
	'cross-origin-resource-policy': 'same-origin',
	'referrer-policy': 'no-referrer',
	'x-content-type-options': 'nosniff',
	'x-frame-options': 'DENY',
};

const ICON =
	"data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'>" +
	"<rect x='1' y='4' width='14' height='8' rx='2' fill='%23c99a2e'/></svg>";

export const PAGE = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>Minted Connect Sandbox</title>
<link rel="icon" href="${ICON}">
<link rel="stylesheet" href="/_console/style.css">
</head>
<body>
<div id="console"></div>
<noscript>The console needs JavaScript. Without it, see /_sandbox/state.</noscript>
<script type="module" src="/_console/app.js"></script>
</body>
</html>
`;

export function readStyle(): Promise<string> {
	return readFile(join(CLIENT, 'style.css'), 'utf8');
}

let script: Promise<string> | undefined;

/** The page's script in one piece, bundled when it is first asked for. */
export function readScript(): Promise<string> {
	script ??= bundle();
	return script;
}

async function bundle(): Promise<string> {
	const { outputFiles } = await build({
		entryPoints: [join(CLIENT, 'main.tsx')],
		tsconfig: join(CLIENT, 'tsconfig.json'),
		bundle: true,
		minify: true,
		write: false,
		format: 'esm',
		target: 'es2022',
		logLevel: 'silent',
	});
	return outputFiles[0]?.text ?? '';
}
