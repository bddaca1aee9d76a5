/** A workflow saved with 0.1.0 whose forms say otherwise than their defaults wherever they can. */
import type { INodeParameters } from 'n8n-workflow';
import { ACTION_NODE } from '../../../harness/package';
import {
	inARow,
	manualTrigger,
	node,
	using,
	type StoredCredential,
	type WorkflowFile,
} from '../../../harness/workflows';
import type { Order, Sandbox } from '../../../sandbox';
import { byId, TO_ADA } from '../forms';

const ID = 'saved-form-';

const CUSTOMER: INodeParameters = {
	customerId: byId('MTD-DEMO-1'),
	customerDetails: 'given',
	firstname: 'Ada',
	lastname: 'Example',
	email: 'ada@example.com',
	phone: '+905000000001',
};

/** By name; each field is one that later versions of the node keep elsewhere, or do not have. */
const FORMS: Record<string, INodeParameters> = {
	buy: {
		resource: 'order',
		operation: 'buy',
		metal: 'GAG',
		...CUSTOMER,
		identityNumber: '10000000146',
		customerMore: { middlename: 'Given' },
		orderBy: 'total',
		totalPrice: 40,
		currency: 'EUR',
		payment: 'cardNumber',
		cardHolder: 'Ada Example',
		cardNumber: '4111111111111111',
		cardExpiry: '12/30',
		cardCvv: '123',
		customerIp: '192.0.2.7',
		limits: { maxTotal: 1_000 },
	},
	sell: {
		resource: 'order',
		operation: 'sell',
		metal: 'other',
		sku: byId('GAG'),
		customerId: byId('MTD-DEMO-1'),
		amount: 0.5,
		currency: 'USD',
		simplify: false,
	},
	delivery: {
		resource: 'delivery',
		operation: 'create',
		...CUSTOMER,
		sku: byId('GAG'),
		wholeGrams: 3,
		...TO_ADA,
		sameAddress: false,
	},
};

/** The steps, as 0.1.0 saved them; each run orders anew. */
export const savedForms = (start: string, credential: StoredCredential): WorkflowFile =>
	inARow('Forms of 0.1.0', [
		manualTrigger(start),
		...Object.entries(FORMS).map(([name, parameters]) =>
			node(
				name,
				ACTION_NODE,
				1,
				{ ...parameters, externalId: `={{ '${ID}${name}-' + $execution.id }}` },
				using(credential),
			),
		),
	]);

/** An order, by the step that placed it. */
type Ordered = {
	step: string | undefined;
	card: string[] | null;
	lines: string[];
	total: string;
} & Pick<Order, 'type' | 'currency' | 'customer' | 'address'>;

/** What a run of them has ordered, but for what is another for each order. */
export const orderedBy = (executionId: string, sandbox: Sandbox): Ordered[] =>
	sandbox
		.orders()
		.filter(
			({ externalId }) => externalId?.endsWith(`-${executionId}`) && externalId.startsWith(ID),
		)
		.map(({ externalId, type, currency, customer, payment, lines, address, total }) => ({
			...{ step: externalId?.slice(ID.length).split('-')[0], type, currency, customer, address },
			card: payment && [payment.card.holder, payment.card.maskedNumber, payment.customerIp],
			lines: lines.map(({ product, amount }) => `${amount.toString()} g ${product.sku}`),
			total: total.toString(),
		}));

/** The names of the steps. */
export const SAVED_FORMS = Object.keys(FORMS);
