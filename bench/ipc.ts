import { basename, dirname } from 'path';
import { fork, type ChildProcess } from 'child_process';

/** Functions that a child process offers to its parent; arguments and results are plain data. */
type Calls<T> = { [Name in keyof T]: (...args: never[]) => Promise<unknown> };

interface Question {
	id: number;
	name: string;
	args: unknown[];
}

type Answer = { id: number; result: unknown } | { id: number; error: string };

/** In the child: answers the parent's calls, and ends with the parent. */
export function serveCalls<T extends Calls<T>>(calls: T): void {
	process.on('message', (question: Question) => {
		void answerTo(calls, question).then((answer) => process.send?.(answer));
	});
	process.on('disconnect', () => process.exit());
}

async function answerTo<T extends Calls<T>>(
	calls: T,
	{ id, name, args }: Question,
): Promise<Answer> {
	try {
		return { id, result: await calls[name as keyof T](...(args as never[])) };
	} catch (error) {
		return { id, error: error instanceof Error ? (error.stack ?? error.message) : String(error) };
	}
}

export interface ChildOptions {
	/** The Node to run it with. */
	nodePath: string;
	nodeArgs?: string[];
	env?: NodeJS.ProcessEnv;
	cwd: string;
}

export interface Child<T extends Calls<T>> {
	call<Name extends keyof T & string>(
		name: Name,
		...args: Parameters<T[Name]>
	): Promise<Awaited<ReturnType<T[Name]>>>;
	/** Ends the process, also in the middle of a call, and waits until it is gone. */
	end(): Promise<void>;
}

/** In the parent: starts `file` in a process of its own. A call fails when that process ends first. */
export function startChild<T extends Calls<T>>(
	file: string,
	{ nodePath, nodeArgs = [], env = {}, cwd }: ChildOptions,
): Child<T> {
	const child = fork(file, [], {
		execPath: nodePath,
		execArgv: [...nodeArgs, '--import', 'tsx'],
		env: { ...process.env, ...env },
		cwd,
	});
	const open = new Map<number, (answer: Answer) => void>();
	let calls = 0;
	child.on('message', (answer: Answer) => {
		open.get(answer.id)?.(answer);
		open.delete(answer.id);
	});
	const gone = new Promise<void>((resolve) => {
		child.once('exit', (code, signal) => {
			const error = `the process of ${basename(dirname(file))} ended (${signal ?? `code ${code}`})`;
			for (const [id, settle] of open) settle({ id, error });
			resolve();
		});
	});
	return {
		async call(name, ...args) {
			const answer = await new Promise<Answer>((resolve, reject) => {
				const id = ++calls;
				open.set(id, resolve);
				// With a callback, a process that has ended is a failed call and nothing worse.
				child.send({ id, name, args } satisfies Question, (error) => error && reject(error));
			});
			if ('error' in answer) throw new Error(answer.error);
			return answer.result as never;
		},
		async end() {
			if (isRunning(child)) child.kill('SIGKILL');
			await gone;
		},
	};
}

function isRunning({ exitCode, signalCode }: ChildProcess): boolean {
	return exitCode === null && signalCode === null;
}
