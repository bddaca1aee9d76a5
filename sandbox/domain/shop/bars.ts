/** E-Commerce sells bars in TRY and sends them; Walletable keeps them, in AED. */
export type Section = 'ecom' | 'wallet';

/** A physical bar. */
export interface Bar {
	section: Section;
	sku: string;
	productId: number;
	name: string;
	barcode: string;
	metal: 'gold' | 'silver';
	grams: number;
	fineness: string;
	currencyId: number;
	currencyName: string;
	/** Pieces at the start; Walletable does not run out (assumed). */
	stock: number;
}

/** The currency of a section, and what one unit of it is worth in TRY (a fixed rate, assumed). */
export const SECTIONS = {
	ecom: { currency: 'TRY', inTry: 1 },
	wallet: { currency: 'AED', inTry: 11.44 },
} as const satisfies Record<Section, { currency: string; inTry: number }>;

const UNLIMITED = 1_000_000;

type Row = readonly [number: number, productId: number, metal: Bar['metal'], grams: number];

/** The first is documented; the others are invented. */
const ECOM: readonly Row[] = [
	[1, 3000065, 'gold', 1],
	[2, 3000066, 'gold', 2.5],
	[3, 3000067, 'gold', 5],
	[4, 3000068, 'gold', 10],
	[5, 3000069, 'gold', 20],
	[6, 3000070, 'gold', 50],
	[7, 3000071, 'gold', 100],
	[8, 3000072, 'silver', 10],
	[9, 3000073, 'silver', 50],
	[10, 3000074, 'silver', 100],
	[11, 3000075, 'silver', 500],
	[12, 3000076, 'silver', 1000],
];

/** Numbers 1 and 13 are documented; the others are invented. */
const WALLET: readonly Row[] = [
	[1, 3000099, 'gold', 1],
	[2, 3000201, 'gold', 2.5],
	[3, 3000202, 'gold', 5],
	[4, 3000203, 'gold', 10],
	[5, 3000204, 'gold', 50],
	[6, 3000205, 'gold', 100],
	[13, 3000100, 'silver', 50],
	[14, 3000206, 'silver', 100],
	[15, 3000207, 'silver', 1000],
];

const CURRENCIES = {
	ecom: { gold: [1000004, 'Gold'], silver: [1000005, 'Silver'] },
	wallet: { gold: [1000013, 'Dirham Gold'], silver: [1000019, 'Dirham Silver'] },
} as const;

const BARS: readonly Bar[] = [
	...ECOM.map((row) => bar('ecom', 'MNT', row)),
	...WALLET.map((row) => bar('wallet', 'MNTBAE', row)),
];

export function barsOf(section: Section): Bar[] {
	return BARS.filter((bar) => bar.section === section);
}

/** A bar of any section. Throws RangeError. */
export function anyBar(sku: string): Bar {
	const bar = BARS.find((candidate) => candidate.sku === sku);
	if (!bar) throw new RangeError(`There is no bar ${sku}`);
	return bar;
}

export function findBar(section: Section, sku: string): Bar | undefined {
	return BARS.find((bar) => bar.section === section && bar.sku === sku);
}

/** How many pieces of each bar, in the order of their first one. */
export function countBars(pieces: readonly Bar[]): Map<Bar, number> {
	const counts = new Map<Bar, number>();
	for (const piece of pieces) counts.set(piece, (counts.get(piece) ?? 0) + 1);
	return counts;
}

function bar(section: Section, prefix: string, [number, productId, metal, grams]: Row): Bar {
	const sku = `${prefix}${String(number).padStart(4, '0')}`;
	const fineness = metal === 'gold' ? '999.9' : '999.0';
	const [currencyId, currencyName] = CURRENCIES[section][metal];
	return {
		...{ section, sku, productId, metal, grams, fineness, currencyId, currencyName },
		name: `${metal === 'gold' ? 'Gold' : 'Silver'} bar ${grams} g ${fineness}`,
		barcode: `MNT${sku}`,
		stock: section === 'ecom' ? 20 : UNLIMITED,
	};
}
