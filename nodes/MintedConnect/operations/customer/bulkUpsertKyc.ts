import { customerField, readCustomerId } from '../../fields/customer';
import { kycFields, readKycFields } from '../../fields/kyc';
import { defineBatchOperation } from '../../operation';

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
		match: (entries, answer) => entries.map((entry) => resultFor(entry, answer)),
	},
});

/**
 * The answer is not public. A row counts for a customer only if it names that customer and no other
 * row does; else the item says that Minted accepted the request, and gets the answer as it is.
 */
function resultFor({ customer_external_id }: Entry, answer: unknown): unknown {
	const rows: unknown[] = Array.isArray(answer) ? answer : [];
	const own = rows.filter(
		(row) => (row as Partial<Entry> | null)?.customer_external_id === customer_external_id,
	);
	return own.length === 1
		? own[0]
		: { customer_external_id, accepted: true, matched: false, answer };
}
