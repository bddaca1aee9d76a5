/**
 * Loaded into n8n before n8n (`node --require`): ends it when the process that started it is gone.
 * The parent holds the other end of stdin, so that even its crash or `kill -9` is seen as end of file.
 */
const { isMainThread } = require('worker_threads');

const GRACE_MS = 10_000;

function endGroup() {
	process.kill(process.pid, 'SIGTERM');
	const group = process.platform === 'win32' ? process.pid : -process.pid;
	setTimeout(() => process.kill(group, 'SIGKILL'), GRACE_MS);
}

// Worker threads load this too, with a stdin of their own that ends at once.
if (isMainThread) {
	process.stdin.once('end', endGroup);
	process.stdin.once('error', endGroup);
	process.stdin.resume();
	process.stdin.unref?.();
}
