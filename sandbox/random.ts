import { createHash } from 'crypto';
import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import type { RandomGenerator } from 'pure-rand/types/RandomGenerator';

const HEX = '0123456789ABCDEF';
const UPPER_ALPHANUMERIC = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789';
const DIGITS = '0123456789';
const ALPHANUMERIC = `${UPPER_ALPHANUMERIC}abcdefghijklmnopqrstuvwxyz`;

/**
 * A named stream of pseudo-random values. Streams of one seed are independent of each other, so
 * that asking for one more price does not change the next order's guid.
 */
export class RandomStream {
	private readonly generator: RandomGenerator;

	constructor(seed: number, name: string) {
		const digest = createHash('sha256').update(`${seed}:${name}`).digest();
		this.generator = xoroshiro128plus(digest.readInt32LE(0));
	}

	/** An integer from min to max, both included. */
	int(min: number, max: number): number {
		return uniformInt(this.generator, min, max);
	}

	/** A number from 0 (included) to 1 (excluded). */
	fraction(): number {
		return uniformFloat64(this.generator);
	}

	/** True with the given probability (0 to 1); draws nothing at 0 and 1. */
	chance(probability: number): boolean {
		if (probability <= 0) return false;
		if (probability >= 1) return true;
		return this.fraction() < probability;
	}

	pick<T>(values: readonly T[]): T {
		const value = values[this.int(0, values.length - 1)];
		if (value === undefined) throw new Error('Cannot pick from an empty list');
		return value;
	}

	private text(alphabet: string, length: number): string {
		let text = '';
		for (let i = 0; i < length; i++) text += alphabet.charAt(this.int(0, alphabet.length - 1));
		return text;
	}

	/** A version 4 UUID in upper case, as the API's examples show order guids. */
	guid(): string {
		const hex = this.text(HEX, 30);
		const variant = this.pick(['8', '9', 'A', 'B']);
		return [
			hex.slice(0, 8),
			hex.slice(8, 12),
			`4${hex.slice(12, 15)}`,
			`${variant}${hex.slice(15, 18)}`,
			hex.slice(18, 30),
		].join('-');
	}

	/** 8 characters A-Z and 0-9, as the API's examples show order codes. */
	orderCode(): string {
		return this.text(UPPER_ALPHANUMERIC, 8);
	}

	/** 16 characters, as the examples of E-Commerce show increment_id. */
	ecomIncrement(): string {
		return `MC_${this.text(HEX, 13).toLowerCase()}`;
	}

	/** 11 digits, as the examples of Walletable show increment_id. */
	walletIncrement(): string {
		return `1${this.text(DIGITS, 10)}`;
	}

	/** The number of a parcel. */
	trackingNumber(): string {
		return `SBX${this.int(1e9, 2e9)}`;
	}

	/** 32 letters and digits, as the API's examples show price and cart tokens. */
	token(): string {
		return this.text(ALPHANUMERIC, 32);
	}
}
