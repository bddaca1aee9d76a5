import type { Operation } from '../contract';
import type { DigestOptions } from '../digest/guard';
import type { Behaviour } from '../domain/world';
import type { Manners } from './manners';

/** Digest, behaviour and manners that belong together. */
export interface Settings {
	digest: Partial<DigestOptions>;
	behaviour: Partial<Behaviour>;
	manners: Partial<Manners>;
}

/** Ways of an API that are as plausible as what the sandbox does by default; any may be combined. */
const DIALECTS = {
	movedPaths: { manners: {} },
	openRouting: { manners: { openRouting: true } },
	renamedFields: { manners: { renamedFields: { guid: 'uuid', 'priceFix.prices': 'price_list' } } },
	laravelErrors: { manners: { errors: 'laravel' } },
	errorsWithStatus200: { manners: { errors: 'envelope200' } },
	unknownOrder422: { manners: { unknownOrder: 'invalid422' } },
	unknownOrderNull: { manners: { unknownOrder: 'null200' } },
	unknownOrderNotFound200: { manners: { unknownOrder: 'notFound200' } },
	unknownOrderFailure200: { manners: { unknownOrder: 'failure200' } },
	sha256: { digest: { algorithms: ['SHA-256'] } },
	authInt: { digest: { qop: ['auth-int'] } },
	noQop: { digest: { qop: [] } },
	nonceUsedOnce: { digest: { nonceMaxUses: 1 } },
	shortNonces: { digest: { nonceLifetimeMs: 250 } },
	nonceCountWindow: { digest: { nonceCount: 'window' } },
	nonceCountIgnored: { digest: { nonceCount: 'ignored' } },
	roundedGrams: { manners: { gramDecimals: 2 } },
	companyCustomerAbsent: { manners: { companyCustomer: 'absent' } },
	companyCustomerPartner: { manners: { companyCustomer: 'partner' } },
	listsAsObjects: { manners: { lists: 'object' } },
	numbersAsStrings: { manners: { numbers: 'string' } },
	lateAnswers: { behaviour: { latencyMs: 400 } },
	lateLookup: { behaviour: { lookupDelayMs: 2_000 } },
} satisfies Record<string, Partial<Settings>>;

export type DialectName = keyof typeof DIALECTS;

export const DIALECT_NAMES = Object.keys(DIALECTS) as DialectName[];

/** What the named dialects say together; of two that contradict each other the later one counts. */
export function combine(names: readonly DialectName[], operations: readonly Operation[]): Settings {
	const all: Settings = { digest: {}, behaviour: {}, manners: {} };
	for (const name of names) {
		if (!Object.hasOwn(DIALECTS, name)) {
			throw new RangeError(`There is no dialect ${name}; there are ${DIALECT_NAMES.join(', ')}`);
		}
		const { digest, behaviour, manners }: Partial<Settings> = DIALECTS[name];
		Object.assign(all.digest, digest);
		Object.assign(all.behaviour, behaviour);
		Object.assign(all.manners, manners);
		if (name === 'movedPaths') all.manners.paths = movedPaths(operations);
	}
	return all;
}

/** Every endpoint whose path is not documented is elsewhere. */
function movedPaths(operations: readonly Operation[]): Record<string, string> {
	return Object.fromEntries(
		operations
			.filter(({ certainty }) => certainty !== 'documented')
			.map(({ operationId, path }) => [operationId, path.replace('/partner/', '/partner/v2/')]),
	);
}
