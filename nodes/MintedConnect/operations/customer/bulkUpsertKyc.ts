import { customerField, readCustomerId } from '../../../shared/fields/customer';
import { kycFields, readKycFields } from '../../fields/kyc';
import { defineBatchOperation } from '../../../shared/operation';

interface Entry extends Record<string, unknown> {
	customer_external_id: string;
}

export const operation = defineBatchOperation({
	resource: 'customer',
	value: 'bulkUpsertKyc',
	name: 'Bulk Upsert KYC',
	action: 'Create or update the KYC of many customers',
	description: 'Create or update identity checks (KYC), all input items in a few requests',
	endpoint: 'bulkUpsertCustomerWalletKyc',
	fields: [customerField(), kycFields],
	batch: {
		size: 100,
		read: ({ params }): Entry => ({
			...readKycFields(params),
			customer_external_id: readCustomerId(params),
		}),
		send: async (customers, { send }) => await send({ body: { customers } }),
		match: matchRows,
	},
});

/**
 * The answer is not public. A row counts for a customer only if it names that customer, as often as
 * the request did; else the item says only that Minted accepted the request. What the answer says
 * then may be about other customers.
 */
function matchRows(entries: Entry[], answer: unknown): unknown[] {
	const rows: unknown[] = Array.isArray(answer) ? answer : [];
	const idOf = (row: unknown) => (row as Partial<Entry> | null)?.customer_external_id;
	const of = (all: unknown[], id: string) => all.filter((row) => idOf(row) === id);
	return entries.map((entry, index) => {
		const { customer_external_id: id } = entry;
		const own = of(rows, id);
		return own.length === of(entries, id).length
			? own[of(entries.slice(0, index), id).length]
			: { customer_external_id: id, accepted: true, matched: false };
	});
}
