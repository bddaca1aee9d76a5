import { Decimal } from 'decimal.js';
import fc from 'fast-check';
import { buyFigures, deliveryFigures, sellFigures } from '../../../sandbox/domain/shop/fees';

const money = (max: number) =>
	fc.integer({ min: 0, max }).map((cents) => new Decimal(cents).div(100));
const rate = fc.integer({ min: 0, max: 2500 }).map((hundredths) => hundredths / 100);
const rates = fc.record({ charge: rate, minting: rate, storage: rate, vat: rate });

const inCents = (figures: object): void => {
	for (const value of Object.values(figures)) {
		if (Decimal.isDecimal(value)) expect(value.decimalPlaces()).toBeLessThanOrEqual(2);
	}
};

describe('The fees of Walletable', () => {
	it('are whole cents, and add up to what is paid, to the cent', () => {
		fc.assert(
			fc.property(money(1e9), rates, (total, percent) => {
				const bought = buyFigures(total, percent);
				const { chargeFee, mintingFee, storageFee, vat, paidTotal } = bought;
				inCents(bought);
				const sum = Decimal.sum(total, chargeFee, mintingFee, storageFee, vat);
				expect(paidTotal.toString()).toBe(sum.toString());
			}),
		);
	});

	it('never make a sale bring more than its raw price', () => {
		fc.assert(
			fc.property(money(1e9), rates, (total, percent) => {
				const sold = sellFigures(total, percent);
				inCents(sold);
				expect(sold.paidTotal.lte(total)).toBe(true);
				expect(sold.paidTotal.plus(sold.chargeFee).plus(sold.vat).eq(total)).toBe(true);
			}),
		);
	});

	it('of a delivery are VAT on its cost alone', () => {
		const percent = { charge: 10, minting: 5, storage: 20, vat: 5 };
		expect(deliveryFigures(new Decimal(3), percent).paidTotal.toNumber()).toBe(3.15);
	});

	it.each([
		['3008.90', 150.45],
		['20.10', 1.01],
		['20.08', 1],
	])('round halves up: 5 %% of %s is %d', (total, fee) => {
		const percent = { charge: 0, minting: 5, storage: 0, vat: 0 };
		expect(buyFigures(new Decimal(total), percent).mintingFee.toNumber()).toBe(fee);
	});
});
