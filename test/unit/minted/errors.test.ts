import { MintedError, type MintedErrorKind } from '../../../minted/errors';

describe('Whether a request may have been processed', () => {
	it.each<[MintedErrorKind, boolean]>([
		['server', true],
		['unreadable', true],
		['noAnswer', true],
		['credentials', false],
		['notMinted', false],
		['forbidden', false],
		['noSuchPath', false],
		['notFound', false],
		['parameter', false],
		['priceTokenExpired', false],
		['insufficientBalance', false],
		['unknownCustomer', false],
		['refused', true],
		['conflict', true],
		['cancelled', true],
		['rateLimited', false],
		['unreachable', false],
	])('%s: %p', (kind, possible) => {
		expect(new MintedError({ kind }).mayHaveBeenProcessed).toBe(possible);
		expect(new MintedError({ kind, notSent: true }).mayHaveBeenProcessed).toBe(false);
	});
});

describe('A web page in place of an answer', () => {
	it.each([
		[200, true],
		[302, true],
		[307, true],
		[400, false],
		[413, false],
	])('with status %i: may have been processed: %p', (status, possible) => {
		expect(new MintedError({ kind: 'notMinted', status }).mayHaveBeenProcessed).toBe(possible);
	});
});
