import { setMaxListeners } from 'events';

/** For any number of listeners at the same time; Node calls more than ten a leak. */
export function sharedAbort(): AbortController {
	const abort = new AbortController();
	setMaxListeners(0, abort.signal);
	return abort;
}
