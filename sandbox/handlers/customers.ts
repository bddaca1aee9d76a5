import type { Customer, CustomerDetails } from '../domain/customers';
import { isoDate } from '../domain/dates';
import { customerWithWallets } from '../domain/views';
import { ApiError } from '../errors';
import type { Call, Handlers } from './call';

const customerOf = ({ world, path }: Call): Customer =>
	world.customers.get(path.external_customer_id ?? '');

export const customers: Handlers = {
	createCustomer({ world, body }: Call) {
		const draft = world.customers.draft(body as CustomerDetails);
		return customerWithWallets(world.customers.register(draft));
	},

	getCustomer: (call: Call) => customerWithWallets(customerOf(call)),

	updateCustomer({ world, path, body }: Call) {
		const changes = body as CustomerDetails;
		return customerWithWallets(world.customers.update(path.external_customer_id ?? '', changes));
	},

	removeCustomerId(call: Call) {
		const { details } = customerOf(call);
		const { orders, shop } = call.world;
		const id = details.external_id;
		if (orders.hasOpenOrders(id) || shop.orders.hasOpenOrders(id)) {
			throw new ApiError('customerHasOpenOrders');
		}
		call.world.customers.remove(id);
		return null;
	},

	getCustomerWalletKyc: (call: Call) => kycView(customerOf(call)),

	upsertCustomerWalletKyc(call: Call) {
		const customer = customerOf(call);
		submitKyc(call, customer, call.body as Record<string, unknown>);
		return kycView(customer);
	},

	bulkUpsertCustomerWalletKyc(call: Call) {
		const rows = (call.body as { customers: KycRow[] }).customers;
		return rows.map(({ customer_external_id: externalId, ...fields }) => {
			const customer = call.world.customers.find(externalId);
			if (!customer || Object.keys(fields).length === 0) {
				const message = customer ? 'No KYC fields' : 'Unknown customer';
				return { customer_external_id: externalId, success: false, message };
			}
			submitKyc(call, customer, fields);
			const { status } = customer.kyc;
			return { customer_external_id: externalId, success: true, status, message: '' };
		});
	},
};

type KycRow = { customer_external_id: string } & Record<string, unknown>;

/** Pending at first; decided after a while: an identity number that is not the customer's fails. */
function submitKyc({ world }: Call, customer: Customer, fields: Record<string, unknown>): void {
	const submission = {
		status: 'pending' as const,
		updatedAt: world.clock.now(),
		fields: { ...customer.kyc.fields, ...fields },
	};
	customer.kyc = submission;
	world.clock.schedule(world.behaviour.kycApprovalMs, () => {
		if (customer.kyc !== submission) return;
		const claimed = submission.fields.identity_number;
		const matches = claimed === undefined || claimed === customer.details.identity_number;
		customer.kyc = {
			...submission,
			status: matches ? 'approved' : 'rejected',
			updatedAt: world.clock.now(),
		};
	});
}

function kycView({ details, kyc }: Customer): unknown {
	return {
		customer_external_id: details.external_id,
		status: kyc.status,
		updated_at: kyc.updatedAt === null ? null : isoDate(kyc.updatedAt),
		fields: kyc.fields,
	};
}
