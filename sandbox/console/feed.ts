import type { ServerResponse } from 'http';
import type { Signal } from './signal';

/** A browser opens six connections to a server at most; one is left for the buttons. */
export const MAX_VIEWERS = 5;

/** Changes within this time are told together. */
const GATHER_MS = 100;
/** Prices move by themselves, and a request that was cut off says nothing. */
const TICK_MS = 1000;
/** Finds out about viewers that went without a word. */
const HEARTBEAT_MS = 15_000;
/** When a browser comes back after the connection was lost, or after it was turned away. */
const RECONNECT_MS = 1000;
const TURNED_AWAY_MS = 5000;

interface Viewer {
	response: ServerResponse;
	/** Sections to be sent as soon as the connection takes more. */
	due: Set<string>;
	isFull: boolean;
}

/**
 * Server-sent events: each section as it is when a viewer comes, then whenever it has changed.
 * Nothing is computed while nobody looks; a slow viewer skips states instead of piling them up.
 */
export class Feed {
	private readonly viewers = new Set<Viewer>();
	private readonly texts = new Map<string, string>();
	private gathering: NodeJS.Timeout | undefined;
	private timers: NodeJS.Timeout[] = [];
	private stopListening: (() => void) | undefined;

	constructor(
		private readonly sections: Readonly<Record<string, () => unknown>>,
		private readonly changed: Signal,
	) {}

	/** Takes over a response whose headers are not sent yet. */
	open(response: ServerResponse, headers: Readonly<Record<string, string>>): void {
		response.writeHead(200, { ...headers, 'content-type': 'text/event-stream; charset=utf-8' });
		if (this.viewers.size >= MAX_VIEWERS) {
			const data = JSON.stringify({ viewers: MAX_VIEWERS });
			response.end(`retry: ${TURNED_AWAY_MS}\nevent: full\ndata: ${data}\n\n`);
			return;
		}
		response.write(`retry: ${RECONNECT_MS}\n\n`);
		const viewer = { response, due: new Set(Object.keys(this.sections)), isFull: false };
		this.viewers.add(viewer);
		response.on('drain', () => {
			viewer.isFull = false;
			this.send(viewer);
		});
		response.on('close', () => {
			this.viewers.delete(viewer);
			if (this.viewers.size === 0) this.rest();
		});
		if (this.viewers.size === 1) this.wake();
		this.refresh();
	}

	/** Ends all connections. */
	close(): void {
		for (const { response } of this.viewers) response.end();
		this.rest();
	}

	private wake(): void {
		this.stopListening = this.changed.listen(() => {
			this.gathering ??= setTimeout(() => this.refresh(), GATHER_MS).unref();
		});
		this.timers = [
			setInterval(() => this.refresh(), TICK_MS).unref(),
			setInterval(() => this.beat(), HEARTBEAT_MS).unref(),
		];
	}

	private rest(): void {
		this.stopListening?.();
		this.stopListening = undefined;
		clearTimeout(this.gathering);
		this.gathering = undefined;
		for (const timer of this.timers.splice(0)) clearInterval(timer);
		this.texts.clear();
	}

	private refresh(): void {
		clearTimeout(this.gathering);
		this.gathering = undefined;
		for (const [name, view] of Object.entries(this.sections)) {
			const text = JSON.stringify(view());
			if (text === this.texts.get(name)) continue;
			this.texts.set(name, text);
			for (const { due } of this.viewers) due.add(name);
		}
		for (const viewer of this.viewers) this.send(viewer);
	}

	private send(viewer: Viewer): void {
		for (const name of viewer.due) {
			if (viewer.isFull) return;
			viewer.due.delete(name);
			const data = this.texts.get(name) ?? 'null';
			viewer.isFull = !viewer.response.write(`event: ${name}\ndata: ${data}\n\n`);
		}
	}

	private beat(): void {
		for (const { response, isFull } of this.viewers) if (!isFull) response.write(':\n\n');
	}
}
