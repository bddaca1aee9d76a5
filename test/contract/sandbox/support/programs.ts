import { spawn, spawnSync } from 'child_process';

/** Declares tests that need a program; where it is missing they say so and count as skipped. */
export function describeWith(
	program: string,
	args: string[],
	name: string,
	tests: () => void,
): void {
	if (spawnSync(program, args).status === 0) {
		describe(name, tests);
		return;
	}
	test.todo(`${name}: SKIPPED, because ${program} is not installed`);
}

/** Runs a program without blocking this process, in which the sandbox lives. */
export function run(
	program: string,
	args: string[],
	cwd?: string,
): Promise<{ code: number | null; stdout: string; stderr: string }> {
	return new Promise((resolve, reject) => {
		const child = spawn(program, args, { cwd, stdio: ['ignore', 'pipe', 'pipe'] });
		let stdout = '';
		let stderr = '';
		child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
		child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
		child.on('error', reject);
		child.on('close', (code) => resolve({ code, stdout, stderr }));
	});
}
