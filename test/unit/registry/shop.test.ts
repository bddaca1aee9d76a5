/** The operations of Minted Connect Shop as the contract promises them. */
import { join } from 'node:path';
import { readEndpoints, type Certainty } from '../../../scripts/lib/contract';

/** What workflows will have saved: the names are public before the node is. */
const PUBLIC_NAMES: Record<string, Record<string, Certainty>> = {
	product: { getMany: 'documented', get: 'documented' },
	address: { create: 'documented', createMany: 'documented' },
	basket: {
		get: 'likely',
		getIncomplete: 'documented',
		addItem: 'likely',
		updateItem: 'likely',
		deleteItem: 'likely',
		setAddress: 'documented',
		clear: 'documented',
		complete: 'documented',
	},
	order: { get: 'documented', getMany: 'documented' },
	walletBasket: {
		get: 'likely',
		addItem: 'likely',
		updateItem: 'documented',
		deleteItem: 'documented',
		completeBuy: 'documented',
		completeSell: 'likely',
		completeDelivery: 'documented',
	},
	walletOrder: { getMany: 'documented' },
	wallet: { getBalance: 'documented' },
	walletProduct: { getMany: 'likely' },
};

const names = Object.entries(PUBLIC_NAMES).flatMap(([resource, values]) =>
	Object.entries(values).map(([value, certainty]) => [`${resource}.${value}`, certainty] as const),
);
const shop = readEndpoints(join(__dirname, '..', '..', '..')).filter(
	({ section }) => section !== 'Partner',
);

describe('The contract of the shop', () => {
	it('has one endpoint for each public operation, and no others', () => {
		const listed = shop.flatMap(({ shopOperations }) => shopOperations);
		expect(listed.sort()).toEqual(names.map(([name]) => name).sort());
		expect(shop).toHaveLength(names.length);
	});

	it.each(names)('is as sure of the path of %s as its page: %s', (name, certainty) => {
		const endpoint = shop.find(({ shopOperations }) => shopOperations.includes(name));
		expect(endpoint?.certainty).toBe(certainty);
	});

	it('takes exactly the completions for moves of money', () => {
		const money = shop.filter(({ effect }) => effect === 'money');
		expect(money.flatMap(({ shopOperations }) => shopOperations)).toEqual([
			'basket.complete',
			'walletBasket.completeBuy',
			'walletBasket.completeSell',
			'walletBasket.completeDelivery',
		]);
	});

	it('takes exactly what asks for something for reads', () => {
		const reads = shop.filter(({ effect }) => effect === 'read');
		for (const name of reads.flatMap(({ shopOperations }) => shopOperations)) {
			expect(name).toMatch(/\.get/);
		}
		expect(reads).toHaveLength(names.filter(([name]) => name.includes('.get')).length);
	});

	it('says of each endpoint how much of its fields is public, and sends version 3', () => {
		for (const { requestCertainty, responseCertainty, apiVersion } of shop) {
			expect(requestCertainty).toMatch(/^(documented|partial|assumed)$/);
			expect(responseCertainty).toMatch(/^(documented|partial|assumed)$/);
			expect(apiVersion).toBe('3');
		}
	});

	it('is no part of the Partner node', () => {
		expect(shop.flatMap(({ nodeOperations }) => nodeOperations)).toEqual([]);
	});
});
