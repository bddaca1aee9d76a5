import { balances } from './balances';
import type { Handlers } from './call';
import { customers } from './customers';
import { delivery } from './delivery';
import { legal } from './legal';
import { orders } from './orders';
import { payments } from './payments';
import { pricing } from './pricing';
import { shop } from './shop';

/** Every operation of the contract, by operationId. */
export const handlers: Handlers = {
	...pricing,
	...orders,
	...payments,
	...customers,
	...balances,
	...delivery,
	...legal,
	...shop,
};
