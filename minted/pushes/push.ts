import { createHash, timingSafeEqual } from 'crypto';
import type { Order, OrderKey } from '../model';

/** The push cannot be about an order; the message is for the sender. */
export class PushFormatError extends Error {
	readonly name = 'PushFormatError';

	constructor(
		readonly status: 400 | 413 | 415,
		message: string,
	) {
		super(message);
	}
}

export interface Push {
	/** Which order it is about, by whichever of its names the push carries. */
	key: OrderKey;
	/** The order as the push tells it: not to be trusted by itself. */
	claimed: Partial<Order>;
}

const LARGEST_BODY = 1024 * 1024;
const LONGEST_ID = 255;

/**
 * Finds the order in a push. The payload is not publicly documented, so the order is taken from
 * `data` or from the root, and known by guid, order_code or external_id, in this order.
 *
 * @throws PushFormatError
 */
export function readPush(body: Buffer | undefined, contentType: string | undefined): Push {
	if (body === undefined || body.length === 0) throw new PushFormatError(400, 'The body is empty');
	if (body.length > LARGEST_BODY) throw new PushFormatError(413, 'The body is larger than 1 MiB');
	if (
		contentType !== undefined &&
		!/^\s*(application|text)\/([\w.+-]+\+)?(json|plain)\b/i.test(contentType)
	) {
		throw new PushFormatError(415, 'The body must be JSON');
	}
	const root = parseObject(body);
	const inner = ownValue(root, 'data');
	for (const candidate of [inner, root]) {
		if (!isPlainObject(candidate)) continue;
		const key = keyOf(candidate);
		if (key !== undefined) return { key, claimed: candidate };
	}
	throw new PushFormatError(
		400,
		'The body names no order: guid, order_code or external_id is missing',
	);
}

function parseObject(body: Buffer): Record<string, unknown> {
	let value: unknown;
	try {
		value = JSON.parse(body.toString('utf8'));
	} catch {
		throw new PushFormatError(400, 'The body is not JSON');
	}
	if (!isPlainObject(value)) throw new PushFormatError(400, 'The body is not a JSON object');
	return value;
}

function isPlainObject(value: unknown): value is Record<string, unknown> {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Only what the sender really sent: never what an object inherits. */
function ownValue(object: Record<string, unknown>, name: string): unknown {
	return Object.hasOwn(object, name) ? object[name] : undefined;
}

function keyOf(order: Record<string, unknown>): OrderKey | undefined {
	const guid = idOf(order, 'guid');
	if (guid !== undefined) return { guid };
	const order_code = idOf(order, 'order_code');
	if (order_code !== undefined) return { order_code };
	const external_id = idOf(order, 'external_id');
	return external_id === undefined ? undefined : { external_id };
}

function idOf(order: Record<string, unknown>, name: string): string | undefined {
	const value = ownValue(order, name);
	// Buy and Sell answer with lists of guids and codes; a push may do the same.
	const single: unknown = Array.isArray(value) && value.length === 1 ? value[0] : value;
	const usable =
		typeof single === 'string' &&
		single.length > 0 &&
		single.length <= LONGEST_ID &&
		!/[\p{Cc}\p{Cs}]/u.test(single);
	return usable ? single : undefined;
}

/** Compares in a time that does not depend on where the two differ. */
export function isSameSecret(given: unknown, expected: string): boolean {
	if (typeof given !== 'string' || expected === '') return false;
	const hash = (text: string) => createHash('sha256').update(text).digest();
	return timingSafeEqual(hash(given), hash(expected));
}

/** One and the same for every push of this order in this state. */
export function dedupKey(order: Pick<Order, 'guid' | 'status_name'>): string {
	return `${order.guid}:${order.status_name ?? 'unknown'}`;
}

/**
 * What becomes of a push whose order and status may be known: `first` starts the workflow, `repeat`
 * has started it before, `undecided` is not told in time whether an earlier one did.
 */
export type Claim = 'first' | 'repeat' | 'undecided';

/**
 * Keys for which a workflow was started; a bounded number, the oldest go first. A key counts only
 * once the start is recorded: until then it is held, and when recording fails it is forgotten, so
 * that the sender's next try starts the workflow after all.
 */
export class SeenKeys {
	private readonly seen = new Set<string>();
	private readonly held = new Map<string, Promise<void>>();

	constructor(private readonly most: number) {}

	/**
	 * Claims a key. While another push holds it, its outcome is waited for as long as `patience`.
	 *
	 * @param recorded called for the first alone; tells whether its start was recorded, never rejects
	 * @param patience called when there is something to wait for
	 */
	async claim(
		key: string,
		recorded: () => Promise<boolean>,
		patience: () => Promise<unknown>,
	): Promise<Claim> {
		let limit: Promise<boolean> | undefined;
		for (;;) {
			if (this.seen.has(key)) return 'repeat';
			const earlier = this.held.get(key);
			if (earlier === undefined) {
				this.held.set(key, this.settle(key, recorded()));
				return 'first';
			}
			limit ??= patience().then(() => true);
			const isOver = await Promise.race([earlier.then(() => false), limit]);
			if (isOver) return 'undecided';
		}
	}

	private async settle(key: string, recorded: Promise<boolean>): Promise<void> {
		const isRecorded = await recorded;
		this.held.delete(key);
		if (isRecorded) this.remember(key);
	}

	private remember(key: string): void {
		this.seen.add(key);
		if (this.seen.size <= this.most) return;
		const oldest = this.seen.values().next().value;
		if (oldest !== undefined) this.seen.delete(oldest);
	}
}
