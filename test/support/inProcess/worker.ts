import { loadPackage, type LoadedPackage } from '../../../harness/inProcess/package';
import { ROOT } from '../../../harness/package';
import { engine } from './engine';

/** The built package as one n8n process has it: with nonces and a memory of its own. */
export type Worker = LoadedPackage;

/** Loads the built package anew, so that it shares nothing with one that was loaded before. */
export function startWorker(): Worker {
	let worker: Worker | undefined;
	jest.isolateModules(() => {
		// n8n's library is n8n's: the engine must know the errors that the node throws.
		jest.doMock('n8n-workflow', () => engine.workflow);
		worker = loadPackage(ROOT, (file) => jest.requireActual(file));
	});
	jest.dontMock('n8n-workflow');
	if (worker === undefined) throw new Error('The built package could not be loaded');
	return worker;
}
