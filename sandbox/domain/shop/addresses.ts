import { fieldError } from '../../errors';
import type { Customer } from '../customers';
import { fullName } from '../customers';

/** As Address Create has it. */
export interface AddressRequest {
	type: 'billing' | 'shipping';
	invoice_type: 'Individual' | 'Corporate';
	company_name?: string;
	tax_office?: string;
	tax_number: string;
	city: string;
	county: string;
	district?: string;
	street?: string;
	address: string;
}

export interface StoredAddress extends AddressRequest {
	id: number;
}

/** Where a parcel goes, as Set Custom Address has it. */
export interface ShippingAddress {
	id?: number;
	external_id?: string | null;
	tax_number: string;
	fullname: string;
	phone: string;
	city: string;
	county: string;
	district: string;
	address: string;
	zipcode?: string | null;
	street?: string | null;
}

const REQUIRED = ['type', 'invoice_type', 'tax_number', 'city', 'county', 'address'] as const;

/** The addresses of customers. */
export class Addresses {
	private readonly byCustomer = new WeakMap<Customer, StoredAddress[]>();
	private nextId = 501;

	add(customer: Customer, request: AddressRequest): StoredAddress {
		const { type, invoice_type, company_name, tax_office, tax_number } = request;
		const { city, county, district, street, address } = request;
		const stored = {
			...{ id: this.nextId++, type, invoice_type, company_name, tax_office, tax_number },
			...{ city, county, district, street, address },
		};
		this.byCustomer.set(customer, [...this.of(customer), stored]);
		return stored;
	}

	/** Stores all or none. Throws ApiError. */
	addMany(customer: Customer, requests: unknown): StoredAddress[] {
		if (!Array.isArray(requests) || requests.length === 0) {
			throw fieldError('addresses', 'must have at least 1 items', 'en az 1 öğe içermelidir');
		}
		for (const [i, request] of requests.entries()) {
			const given = Object(request) as Partial<AddressRequest>;
			const missing = REQUIRED.find((name) => typeof given[name] !== 'string');
			if (missing) throw fieldError(`addresses.${i}.${missing}`, 'is required', 'zorunludur');
		}
		return (requests as AddressRequest[]).map((request) => this.add(customer, request));
	}

	/** The customer's address of that id. Throws ApiError. */
	find(customer: Customer, id: unknown, field: string): StoredAddress {
		const found = this.of(customer).find((address) => address.id === id);
		if (!found) {
			throw fieldError(
				field,
				'is not an address of the customer',
				'müşterinin kayıtlı adresi değil',
			);
		}
		return found;
	}

	newestShipping(customer: Customer): StoredAddress | undefined {
		return this.of(customer).findLast(({ type }) => type === 'shipping');
	}

	private of(customer: Customer): readonly StoredAddress[] {
		return this.byCustomer.get(customer) ?? [];
	}
}

/** Where a parcel goes to by a stored address; name and phone are the customer's. */
export function shipTo(stored: StoredAddress, { details }: Customer): ShippingAddress {
	const { id, tax_number, city, county, district = '', street = null, address } = stored;
	const person = { fullname: fullName(details), phone: details.phone };
	return { id, tax_number, ...person, city, county, district, street, address, zipcode: null };
}
