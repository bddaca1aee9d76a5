import { Decimal } from 'decimal.js';
import { CASH, PRODUCTS } from './products';

export interface Movement {
	at: number;
	delta: Decimal;
	reason: string;
}

/** What a wallet holds. */
export interface WalletKind {
	/** Cash code or SKU. */
	code: string;
	currencyId: number;
	name: string;
	symbol: string;
	isCash: boolean;
}

/** One currency or metal of one owner. balance >= blocked >= 0 and softBlocked >= 0 always. */
export interface Wallet extends WalletKind {
	balance: Decimal;
	/** Reserved by open orders, still part of the balance. */
	blocked: Decimal;
	/** Reserved by orders that wait for their payment, still part of the balance. */
	softBlocked: Decimal;
	movements: Movement[];
}

export class InsufficientFunds extends Error {
	constructor(readonly isCash: boolean) {
		super(isCash ? 'Insufficient balance' : 'Insufficient metal balance');
	}
}

const ZERO = new Decimal(0);

/** Four cash currencies (units) and six metals (grams). */
const STANDARD: readonly WalletKind[] = [
	...CASH.map(({ code, currencyId, name, symbol }) => ({
		...{ code, currencyId, name, symbol, isCash: true },
	})),
	...PRODUCTS.map(({ sku, currencyId, metalName, symbol }) => ({
		...{ code: sku, currencyId, name: metalName, symbol, isCash: false },
	})),
];

/** The wallets of one owner. */
export class Wallets {
	private readonly byCode = new Map<string, Wallet>();

	constructor(kinds: readonly WalletKind[] = STANDARD) {
		for (const kind of kinds) {
			const empty = { balance: ZERO, blocked: ZERO, softBlocked: ZERO, movements: [] };
			this.byCode.set(kind.code, { ...kind, ...empty });
		}
	}

	all(): Wallet[] {
		return [...this.byCode.values()];
	}

	get(code: string): Wallet {
		const wallet = this.byCode.get(code);
		if (!wallet) throw new RangeError(`There is no wallet ${code}`);
		return wallet;
	}

	/** What is neither blocked nor softly blocked. */
	available(code: string): Decimal {
		const { balance, blocked, softBlocked } = this.get(code);
		return balance.minus(blocked).minus(softBlocked);
	}

	/** Adds to (or with a negative amount takes from) the free part. Throws InsufficientFunds. */
	move(code: string, amount: Decimal, at: number, reason: string): void {
		if (amount.isNegative()) this.demand(code, amount.negated());
		const wallet = this.get(code);
		wallet.balance = wallet.balance.plus(amount);
		wallet.movements.push({ at, delta: amount, reason });
	}

	/** Reserves a free amount. Throws InsufficientFunds. */
	block(code: string, amount: Decimal): void {
		this.demand(code, amount);
		const wallet = this.get(code);
		wallet.blocked = wallet.blocked.plus(amount);
	}

	/** Reserves a free amount until a payment is made. Throws InsufficientFunds. */
	softBlock(code: string, amount: Decimal): void {
		this.demand(code, amount);
		const wallet = this.get(code);
		wallet.softBlocked = wallet.softBlocked.plus(amount);
	}

	/** Turns a soft reservation into a firm one. */
	harden(code: string, amount: Decimal): void {
		this.releaseSoft(code, amount);
		this.block(code, amount);
	}

	release(code: string, amount: Decimal): void {
		const wallet = this.get(code);
		if (amount.gt(wallet.blocked)) throw new RangeError(`Less than ${amount} ${code} is blocked`);
		wallet.blocked = wallet.blocked.minus(amount);
	}

	releaseSoft(code: string, amount: Decimal): void {
		const wallet = this.get(code);
		if (amount.gt(wallet.softBlocked)) {
			throw new RangeError(`Less than ${amount} ${code} is softly blocked`);
		}
		wallet.softBlocked = wallet.softBlocked.minus(amount);
	}

	/** Spends a reserved amount. */
	capture(code: string, amount: Decimal, at: number, reason: string): void {
		this.release(code, amount);
		this.move(code, amount.negated(), at, reason);
	}

	/** The balance as it was at the end of a moment. */
	balanceAt(code: string, at: number): Decimal {
		const wallet = this.get(code);
		return wallet.movements
			.filter((movement) => movement.at > at)
			.reduce((balance, movement) => balance.minus(movement.delta), wallet.balance);
	}

	private demand(code: string, amount: Decimal): void {
		if (amount.gt(this.available(code))) throw new InsufficientFunds(this.get(code).isCash);
	}
}
