import { NodeHelpers, type INodeParameters, type INodeProperties } from 'n8n-workflow';
import type { Operation } from '../../../nodes/shared/operation';
import { byId, TO_ADA } from '../forms';
import { keyOf, nodeOf, type NodeUnderTest } from './nodes';

export { keyOf };

export type Choices = INodeParameters;

const BASKET_HOME = {
	...(TO_ADA.shipping as { parts: INodeParameters }).parts,
	...{ district: 'Example', tax_number: '1000000000' },
};

/**
 * What a user would enter into each required field, by the field's name; where it differs, by the
 * key of the operation before it.
 */
export const SAMPLES: Choices = {
	customerId: byId('MTD-DEMO-1'),
	newCustomerId: 'MTD-EXAMPLE-NEW',
	firstname: 'Ada',
	lastname: 'Example',
	email: 'ada@example.com',
	phone: '+905000000000',
	identityNumber: '10000000146',
	sku: byId('GAU'),
	amount: 0.1,
	totalPrice: 1000,
	cashAmount: 250,
	bin: '540667',
	kycFields: '{"occupation":"Example"}',
	...TO_ADA,
	cardHolder: 'Ada Example',
	cardNumber: '5406670000000003',
	cardExpiry: '12/39',
	cardCvv: '123',
	path: '/partner/balance',
	qty: 2,
	taxNumber: '1000000000',
	address: 'Example Street 1',
	county: 'Kadıköy',
	city: 'İstanbul',
	productId: 3000065,
	shippingAddressId: 1,
	billingAddressId: 1,
	addresses: JSON.stringify([
		{
			...{ type: 'shipping', invoice_type: 'Individual', tax_number: '1000000000' },
			...{ address: 'Example Street 1', county: 'Kadıköy', city: 'İstanbul' },
		},
	]),
	cartToken: byId('0123456789abcdef0123456789abcdef'),
	'customer.updateBusiness.customerId': byId('MTD-DEMO-3'),
	'shop.product.get.sku': byId('MNT0001'),
	'shop.basket.addItem.sku': byId('MNT0001'),
	'shop.basket.updateItem.sku': byId('MNT0001'),
	'shop.basket.deleteItem.sku': byId('MNT0001'),
	'shop.walletBasket.addItem.sku': byId('MNTBAE0001'),
	'shop.walletBasket.updateItem.sku': byId('MNTBAE0001'),
	'shop.walletBasket.deleteItem.sku': byId('MNTBAE0001'),
	'shop.basket.setAddress.shipping': { parts: BASKET_HOME },
	'shop.basket.setAddress.billing': { parts: { ...BASKET_HOME, invoice_type: 'Individual' } },
};

/** The fields that a user sees with these parameters, notices left out. */
export function visibleFields(
	parameters: INodeParameters,
	{ description }: Pick<NodeUnderTest, 'description'>,
	asTool = false,
): INodeProperties[] {
	const type = asTool ? { ...description, name: `${description.name}Tool` } : description;
	return type.properties.filter(
		(field) =>
			field.type !== 'notice' &&
			NodeHelpers.displayParameter(parameters, field, { typeVersion: 1 }, type),
	);
}

/** Whether a collection of such a form offers an entry. */
export const isEntryShown = (
	entry: INodeProperties,
	form: INodeParameters,
	{ description }: Pick<NodeUnderTest, 'description'>,
): boolean => NodeHelpers.displayParameter({}, entry, { typeVersion: 1 }, description, form);

/**
 * The form of an operation as a user fills it in: `choices` where they decide, defaults elsewhere,
 * samples in required fields that have no default.
 *
 * @throws Error for a required field of a name that has no sample yet, and for a choice that the
 *   form does not offer
 */
export function fillIn(
	operation: Operation,
	choices: Choices = {},
	{ samples = SAMPLES, asTool = false }: { samples?: Choices; asTool?: boolean } = {},
): INodeParameters {
	const own = (name: string) => samples[`${keyOf(operation)}.${name}`] ?? samples[name];
	const parameters: INodeParameters = {
		resource: operation.resource,
		operation: operation.value,
	};
	// A field can depend on one below it, so that one pass may not show them all.
	for (let pass = 0; pass < 3; pass++) {
		for (const { name, required, default: fallback } of visibleFields(
			parameters,
			nodeOf(operation),
			asTool,
		)) {
			if (name in parameters) continue;
			const value =
				choices[name] ?? (required || name === 'sku' ? own(name) : undefined) ?? fallback;
			if (required && choices[name] === undefined && own(name) === undefined) {
				if (fallback === '' || typeof fallback === 'object' || fallback === 0) {
					throw new Error(`${keyOf(operation)}: no sample for the required field "${name}"`);
				}
			}
			parameters[name] = value;
		}
	}
	const unknown = Object.keys(choices).filter((name) => !(name in parameters));
	if (unknown.length > 0)
		throw new Error(`${keyOf(operation)} does not show ${unknown.join(', ')}`);
	return parameters;
}
