/** What can be bought, sold and stored: the product table of the Price Fix page. */
export interface Product {
	sku: string;
	productId: number;
	currencyId: number;
	metalName: string;
	symbol: string;
	/** TRY a gram, in the documented example; the sandbox's prices move around them. */
	spot: number;
	buy: number;
	sell: number;
	/** Whether a gram of it can be delivered (assumed). */
	deliverable: boolean;
}

export interface Cash {
	code: string;
	currencyId: number;
	name: string;
	symbol: string;
	/** Fixed rate: TRY for one unit. */
	inTry: number;
}

export const PRODUCTS: readonly Product[] = [
	{
		sku: 'GAU',
		productId: 3000001,
		currencyId: 1000004,
		metalName: 'Gold',
		symbol: 'gr',
		spot: 2939.71,
		buy: 2889.71,
		sell: 2857.4,
		deliverable: true,
	},
	{
		sku: 'GAG',
		productId: 3000002,
		currencyId: 1000005,
		metalName: 'Silver',
		symbol: 'gr',
		spot: 34.7041,
		buy: 34.68,
		sell: 31.16,
		deliverable: true,
	},
	{
		sku: 'BGAU',
		productId: 3000088,
		currencyId: 1000015,
		metalName: 'B Gold',
		symbol: 'gr',
		spot: 2940,
		buy: 2940,
		sell: 2940,
		deliverable: false,
	},
	{
		sku: 'BGAG',
		productId: 3000089,
		currencyId: 1000016,
		metalName: 'B Silver',
		symbol: 'gr',
		spot: 34,
		buy: 34,
		sell: 34,
		deliverable: false,
	},
	{
		sku: 'GPT',
		productId: 3000090,
		currencyId: 1000017,
		metalName: 'Platinum',
		symbol: 'gr',
		spot: 100,
		buy: 100,
		sell: 100,
		deliverable: true,
	},
	{
		sku: 'GPD',
		productId: 3000091,
		currencyId: 1000018,
		metalName: 'Palladium',
		symbol: 'gr',
		spot: 100,
		buy: 100,
		sell: 100,
		deliverable: true,
	},
];

/** 1000003 is the settlement currency of a TRY delivery; the other ids are the sandbox's own. */
export const CASH: readonly Cash[] = [
	{ code: 'TRY', currencyId: 1000003, name: 'Turkish Lira', symbol: '₺', inTry: 1 },
	{ code: 'USD', currencyId: 1000001, name: 'US Dollar', symbol: '$', inTry: 42 },
	{ code: 'EUR', currencyId: 1000002, name: 'Euro', symbol: '€', inTry: 49 },
	{ code: 'GBP', currencyId: 1000006, name: 'Pound Sterling', symbol: '£', inTry: 56 },
];

/** The most decimals of a gram amount (assumed). */
export const AMOUNT_DECIMALS = 4;

export function findProduct(skuOrId: string | number): Product | undefined {
	return PRODUCTS.find(
		({ sku, productId }) => sku === skuOrId || String(productId) === String(skuOrId),
	);
}

export function findCash(code: string): Cash | undefined {
	return CASH.find((cash) => cash.code === code);
}

export function productName(product: Product): string {
	return `${product.metalName} - Digital storage`;
}
