import type { AddressRequest } from '../../domain/shop/addresses';
import type { Call, Handlers } from '../call';

export const addresses: Handlers = {
	createCustomerAddress({ world, body }: Call) {
		const request = body as AddressRequest & { external_customer_id: string };
		const customer = world.customers.get(request.external_customer_id);
		return world.shop.addresses.add(customer, request);
	},

	createCustomerAddresses({ world, body }: Call) {
		const request = body as { external_customer_id: string; addresses?: unknown };
		const customer = world.customers.get(request.external_customer_id);
		return world.shop.addresses.addMany(customer, request.addresses);
	},
};
