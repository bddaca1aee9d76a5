import type { Profiler } from 'inspector';
import { timeByOwner } from '../../../bench/profile';
import { OWNERS, type Owner } from '../../../bench/results';

const MODULES = 'file:///opt/n8n/node_modules';

/** A profile in which each function was seen once, for a millisecond, called by the one before. */
function profileOf(...stack: Array<[functionName: string, url: string]>): Profiler.Profile {
	const nodes = stack.map(([functionName, url], index) => ({
		id: index + 1,
		callFrame: { functionName, url, scriptId: '0', lineNumber: 0, columnNumber: 0 },
		children: index + 1 < stack.length ? [index + 2] : [],
	}));
	return {
		nodes,
		startTime: 0,
		endTime: 0,
		samples: [stack.length],
		timeDeltas: [1_000],
	};
}

const owning = (times: Record<Owner, number>) => OWNERS.filter((owner) => times[owner] > 0);

it.each([
	['this package', `${MODULES}/n8n-nodes-minted-connect/dist/minted/api.js`],
	['n8n', `${MODULES}/n8n-core/dist/index.js`],
	['n8n', `${MODULES}/@n8n/backend-network/dist/http.js`],
	['n8n', `${MODULES}/luxon/build/node/luxon.js`],
	['axios and what it uses', `${MODULES}/@n8n/backend-network/node_modules/axios/index.cjs`],
	['axios and what it uses', `${MODULES}/follow-redirects/index.js`],
	['Node', 'node:net'],
	['the measurement', 'node:inspector'],
	['the measurement', 'file:///home/ada/bench/client/main.ts'],
] as const)('The time of %s is that of code in %s', (owner, url) => {
	const times = timeByOwner(profileOf(['work', url]));
	expect([owning(times), times[owner]]).toEqual([[owner], 1]);
});

it('What C++ does counts as its caller', () => {
	const caller = `${MODULES}/n8n-nodes-minted-connect/dist/minted/digest/authorization.js`;
	expect(owning(timeByOwner(profileOf(['sign', caller], ['hash', ''])))).toEqual(['this package']);
});

it("Garbage collection is nobody's in particular, and idle time does not count", () => {
	expect(owning(timeByOwner(profileOf(['(root)', ''], ['(garbage collector)', ''])))).toEqual([
		'garbage collection',
	]);
	expect(owning(timeByOwner(profileOf(['(root)', ''], ['(idle)', ''])))).toEqual([]);
});
