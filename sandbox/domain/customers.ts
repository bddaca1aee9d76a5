import { ApiError, fieldError } from '../errors';
import type { StoredCard } from './cards';
import { Wallets } from './wallets';

export interface CustomerDetails {
	external_id: string;
	firstname: string;
	middlename?: string | null;
	lastname: string;
	email?: string;
	phone: string;
	gender?: string;
	identity_number: string;
	birthdate?: string;
	tax_office?: string | null;
	account_type?: string;
}

export type KycStatus = 'none' | 'pending' | 'approved' | 'rejected';

export interface Customer {
	/** The first wallet's id; the others follow. */
	walletBase: number;
	details: CustomerDetails;
	wallets: Wallets;
	cards: StoredCard[];
	kyc: { status: KycStatus; updatedAt: number | null; fields: Record<string, unknown> };
}

/** The customers of the partner, by external id. */
export class Customers {
	private readonly byId = new Map<string, Customer>();
	private readonly removed = new Set<string>();
	private nextWallet = 1785;

	all(): Customer[] {
		return [...this.byId.values()];
	}

	find(externalId: string): Customer | undefined {
		return this.byId.get(externalId);
	}

	/** Throws ApiError customerNotFound. */
	get(externalId: string): Customer {
		const customer = this.byId.get(externalId);
		if (!customer) throw new ApiError('customerNotFound');
		return customer;
	}

	wasRemoved(externalId: string): boolean {
		return this.removed.has(externalId);
	}

	/** A customer that is not registered yet. Throws ApiError with the fields at fault. */
	draft(request: CustomerDetails): Customer {
		return {
			walletBase: this.nextWallet,
			details: normalise(request),
			wallets: new Wallets(),
			cards: [],
			kyc: { status: 'none', updatedAt: null, fields: {} },
		};
	}

	/** Throws ApiError customerExists. */
	register(customer: Customer): Customer {
		const { external_id: externalId } = customer.details;
		if (this.byId.has(externalId)) throw new ApiError('customerExists');
		this.nextWallet += customer.wallets.all().length;
		this.byId.set(externalId, customer);
		this.removed.delete(externalId);
		return customer;
	}

	/** Replaces what the request names; the external id stays. Throws ApiError. */
	update(externalId: string, changes: Omit<CustomerDetails, 'external_id'>): Customer {
		const customer = this.get(externalId);
		const given = Object.entries(pickDetails(changes)).filter(([, value]) => value !== undefined);
		customer.details = normalise({
			...customer.details,
			...Object.fromEntries(given),
			external_id: externalId,
		});
		return customer;
	}

	remove(externalId: string): void {
		this.get(externalId);
		this.byId.delete(externalId);
		this.removed.add(externalId);
	}
}

/** First, middle and last name in one. */
export function fullName(details: CustomerDetails): string {
	return [details.firstname, details.middlename, details.lastname].filter(Boolean).join(' ');
}

function pickDetails(source: Partial<CustomerDetails>): Partial<CustomerDetails> {
	const { firstname, middlename, lastname, email, phone, gender } = source;
	const { identity_number, birthdate, tax_office, account_type } = source;
	return {
		...{ firstname, middlename, lastname, email, phone, gender },
		...{ identity_number, birthdate, tax_office, account_type },
	};
}

function normalise(request: CustomerDetails): CustomerDetails {
	const { external_id: externalId } = request;
	const accountType = request.account_type ?? 'person';
	if (accountType !== 'person' && accountType !== 'company') {
		throw fieldError(
			'account_type',
			'must be one of person, company',
			'person veya company olmalıdır',
		);
	}
	if (accountType === 'person') {
		for (const field of ['firstname', 'lastname', 'phone', 'identity_number'] as const) {
			if (!request[field]) throw fieldError(field, 'is required', 'zorunludur');
		}
	} else if (!/^[A-Za-z0-9_-]+$/.test(externalId)) {
		throw fieldError(
			'external_id',
			'may contain only letters, digits, - and _',
			'yalnızca harf, rakam, - ve _ içerebilir',
		);
	}
	return {
		external_id: externalId,
		firstname: request.firstname ?? '',
		middlename: request.middlename || null,
		lastname: request.lastname ?? '',
		email: request.email ?? '',
		phone: request.phone ?? '',
		gender: request.gender ?? '',
		identity_number: request.identity_number ?? '',
		birthdate: request.birthdate ?? '',
		tax_office: request.tax_office ?? null,
		account_type: accountType,
	};
}
