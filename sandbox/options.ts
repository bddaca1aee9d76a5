import type { Manners } from './dialect/manners';
import type { DialectName } from './dialect/presets';
import type { DigestOptions } from './digest/guard';
import type { Behaviour } from './domain/world';
import type { PushSettings } from './push';

export interface SandboxOptions {
	/** 0 takes any free port. */
	port?: number;
	/** The same seed and the same calls give the same guids, codes, tokens and price moves. */
	seed?: number;
	/** ISO 8601; the sandbox clock starts here instead of now. */
	startAt?: string;
	/** Time stands still until it is moved. */
	frozen?: boolean;
	digest?: Partial<DigestOptions>;
	behaviour?: Partial<Behaviour>;
	push?: Partial<PushSettings>;
	/** Ways of an API in which it differs from the contract; what is set beside them counts more. */
	dialect?: readonly DialectName[];
	manners?: Partial<Manners>;
	/** Serve https with this key and certificate (PEM). */
	https?: { key: string; cert: string };
	/** How many requests and pushes the journals keep. */
	journalSize?: number;
	/** Where the contract is, for tests of the mounting itself. */
	contractPath?: string;
}

const DEFAULT_USERNAME = 'demo-partner';
const DEFAULT_PASSWORD = 'demo-password';

export function digestOptions(given: Partial<DigestOptions> = {}): DigestOptions {
	return {
		username: DEFAULT_USERNAME,
		password: DEFAULT_PASSWORD,
		realm: 'Minted Connect Sandbox',
		algorithms: ['MD5'],
		qop: ['auth'],
		nonceLifetimeMs: 300_000,
		nonceMaxUses: 100_000,
		nonceCount: 'strict',
		nextNonce: false,
		userhash: false,
		challenges: 'separate',
		...given,
	};
}

export function behaviourOptions(given: Partial<Behaviour> = {}): Behaviour {
	return {
		stepMs: 300,
		lookupDelayMs: 0,
		reusablePriceTokens: true,
		priceTokenTtlSeconds: 240,
		rejectDuplicateExternalId: false,
		rejectCompletedBaskets: false,
		walletRates: { charge: 10, minting: 5, storage: 20, vat: 5 },
		requireApprovedKyc: false,
		kycApprovalMs: 300,
		latencyMs: 0,
		currency: 'TRY',
		...given,
	};
}

export function pushOptions(given: Partial<PushSettings> = {}): PushSettings {
	return {
		url: null,
		envelope: true,
		headers: {},
		attempts: 6,
		backOffMs: 200,
		timeoutMs: 10_000,
		duplicateRate: 0,
		outOfOrderRate: 0,
		dropRate: 0,
		concurrentPerOrder: false,
		...given,
	};
}
