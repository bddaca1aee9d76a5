import { RandomStream } from './random';

/**
 * What can go wrong. `before` means that the API did nothing, `after` that it did everything and
 * only the answer suffered.
 */
export const FAULT_KINDS = [
	'resetBefore',
	'resetAfter',
	'500Before',
	'500After',
	'502Before',
	'502After',
	'503Before',
	'503After',
	'504Before',
	'504After',
	'hangBefore',
	'hangAfter',
	'htmlBefore',
	'htmlAfter',
	'truncatedJsonAfter',
	'cutBodyAfter',
	'rateLimited',
	'staleNonce',
	'priceTokenExpired',
	'latency',
] as const;

export type FaultKind = (typeof FAULT_KINDS)[number];

/** Which requests; everything that is left out matches. */
export interface FaultMatch {
	method?: string;
	operationId?: string;
	/** The path's beginning, query excluded. */
	pathPrefix?: string;
}

export interface FaultRule {
	kind: FaultKind;
	match?: FaultMatch;
	/** How often it strikes; 1 by default. */
	times?: number;
	/** How many matching requests pass before it strikes. */
	skip?: number;
	/** Strike before authentication, as a proxy would; only for kinds that end in `Before`. */
	beforeAuth?: boolean;
	/** How long a hang or extra latency lasts (real time); a hang ends in a reset. */
	delayMs?: number;
	/** The value of Retry-After on 429 (1 by default) and 503 (absent by default). */
	retryAfterSeconds?: number;
}

export interface FaultPlanOptions {
	seed: number;
	/** Probability of a fault for a matching request, 0 to 1. */
	rate: number;
	/** Drawn with equal probability; list a kind twice to double its weight. */
	kinds: FaultKind[];
	match?: FaultMatch;
	delayMs?: number;
	retryAfterSeconds?: number;
}

export interface Fault {
	kind: FaultKind;
	delayMs: number;
	retryAfterSeconds: number | null;
}

export interface FaultSubject {
	method: string;
	path: string;
	operationId: string | null;
}

const DEFAULT_DELAY_MS = 1000;

/** A queue of single faults, then a seeded plan that strikes at random. */
export class Faults {
	private rules: Array<FaultRule & { times: number; skip: number }> = [];
	private plan: { options: FaultPlanOptions; random: RandomStream } | null = null;
	private counts: Partial<Record<FaultKind, number>> = {};

	add(rule: FaultRule): void {
		if (!FAULT_KINDS.includes(rule.kind)) throw new RangeError(`There is no fault ${rule.kind}`);
		if (rule.beforeAuth && !rule.kind.endsWith('Before')) {
			throw new RangeError(`${rule.kind} cannot strike before authentication`);
		}
		this.rules.push({ ...rule, times: rule.times ?? 1, skip: rule.skip ?? 0 });
	}

	/** Replaces the plan. The same seed and the same requests meet the same faults. */
	setPlan(options: FaultPlanOptions | null): void {
		const wrong = options?.kinds.find((kind) => !FAULT_KINDS.includes(kind));
		if (wrong) throw new RangeError(`There is no fault ${wrong}`);
		if (options && options.kinds.length === 0) throw new RangeError('A plan needs kinds of faults');
		this.plan = options && { options, random: new RandomStream(options.seed, 'faults') };
	}

	clear(): void {
		this.rules = [];
		this.plan = null;
		this.counts = {};
	}

	pending(): FaultRule[] {
		return this.rules.map((rule) => ({ ...rule }));
	}

	/** How often each kind has struck. */
	struck(): Partial<Record<FaultKind, number>> {
		return { ...this.counts };
	}

	/** The fault for a request, if any; taking it uses it up. */
	take(subject: FaultSubject, beforeAuth: boolean): Fault | null {
		for (const rule of this.rules) {
			if ((rule.beforeAuth ?? false) !== beforeAuth || !matches(rule.match, subject)) continue;
			if (rule.skip > 0) {
				rule.skip--;
				continue;
			}
			if (--rule.times <= 0) this.rules = this.rules.filter((other) => other !== rule);
			return this.strike(rule.kind, rule);
		}
		if (!this.plan || beforeAuth) return null;
		const { options, random } = this.plan;
		if (!matches(options.match, subject) || !random.chance(options.rate)) return null;
		return this.strike(random.pick(options.kinds), options);
	}

	private strike(
		kind: FaultKind,
		details: { delayMs?: number; retryAfterSeconds?: number },
	): Fault {
		this.counts[kind] = (this.counts[kind] ?? 0) + 1;
		return {
			kind,
			delayMs: details.delayMs ?? DEFAULT_DELAY_MS,
			retryAfterSeconds: details.retryAfterSeconds ?? null,
		};
	}
}

function matches(match: FaultMatch | undefined, subject: FaultSubject): boolean {
	if (!match) return true;
	if (match.method && match.method.toUpperCase() !== subject.method) return false;
	if (match.operationId && match.operationId !== subject.operationId) return false;
	return !match.pathPrefix || subject.path.startsWith(match.pathPrefix);
}
