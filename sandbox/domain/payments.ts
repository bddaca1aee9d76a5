import type { Decimal } from 'decimal.js';
import type { SandboxClock } from '../clock';
import type { CardOnFile } from './cards';

/** A card payment; several orders placed together share one. */
export interface CardPayment {
	token: string;
	state: 'new' | 'approved' | 'failed';
	is3d: boolean;
	amount: Decimal;
	commission: Decimal;
	currency: string;
	card: CardOnFile;
	customerIp: string;
}

/** A 3D page that nobody finishes is a failed payment after this time. */
const TIMEOUT_MS = 15 * 60_000;

/** The card payments that wait, or have waited, for their 3D page. */
export class Payments {
	private readonly byToken = new Map<
		string,
		{ payment: CardPayment; decided: (success: boolean) => void }
	>();

	constructor(private readonly clock: SandboxClock) {}

	/** Tells what became of a payment, once. */
	await(payment: CardPayment, decided: (success: boolean) => void): void {
		this.byToken.set(payment.token, { payment, decided });
		this.clock.schedule(TIMEOUT_MS, () => this.decide(payment, false));
	}

	find(token: string): CardPayment | undefined {
		return this.byToken.get(token)?.payment;
	}

	/** The result of a 3D page; a second result changes nothing. */
	decide(payment: CardPayment, success: boolean): void {
		if (payment.state !== 'new') return;
		payment.state = success ? 'approved' : 'failed';
		this.byToken.get(payment.token)?.decided(success);
	}
}
