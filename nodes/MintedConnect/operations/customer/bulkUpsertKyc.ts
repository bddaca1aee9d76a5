import { kycFields, readKycFields } from '../../fields/kyc';
import { CUSTOMER_ID_LIMITS, customerField } from '../../fields/locators';
import type { Call, Operation } from '../../operation';

const readRecord = ({ params }: Call): Record<string, unknown> => ({
	customer_external_id: params.id('customerId', 'Customer', CUSTOMER_ID_LIMITS),
	...readKycFields(params),
});

async function send(customers: unknown[], { api, parts }: Call): Promise<unknown[]> {
	return await api.call('bulkUpsertCustomerWalletKyc', parts({ body: { customers } }));
}

export const operation: Operation = {
	resource: 'customer',
	value: 'bulkUpsertKyc',
	name: 'Bulk Upsert KYC',
	action: 'Create or update the KYC of many customers',
	description: 'Create or update identity checks (KYC), all input items in a few requests',
	endpoint: 'bulkUpsertCustomerWalletKyc',
	fields: [customerField(), kycFields],
	execute: async (call) => await send([readRecord(call)], call),
	batch: { size: 100, read: readRecord, send },
};
