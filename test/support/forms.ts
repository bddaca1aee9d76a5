/** Forms of the node as a user fills them in. */
import type { INodeParameters } from 'n8n-workflow';
import { SHARED_PLACES } from '../../nodes/shared/fields/shared';
import type { Places } from '../../nodes/shared/layout';
import type { Operation } from '../../nodes/shared/operation';

/** A resource locator "By ID". */
export const byId = (value: string): INodeParameters => ({ __rl: true, mode: 'id', value });

const HOME = {
	fullname: 'Ada Example',
	address: 'Example Street 1',
	county: 'Kadıköy',
	city: 'İstanbul',
	zipcode: '34000',
	phone: '+905000000000',
};

/** The addresses of a delivery. */
export const TO_ADA: INodeParameters = {
	shipping: { parts: HOME },
	billing: { parts: { ...HOME, invoice_type: 'Individual' } },
};

/** A delivery of two grams of gold. */
export const DELIVERY: INodeParameters = {
	resource: 'delivery',
	operation: 'create',
	customerId: byId('MTD-DEMO-1'),
	sku: byId('GAU'),
	wholeGrams: 2,
	...TO_ADA,
	externalId: 'delivery-1',
};

const GROUPS: Readonly<Record<string, { chosenBy: string; as: readonly unknown[] }>> = {
	customerDetails: { chosenBy: 'customerDetails', as: ['given'] },
	card: { chosenBy: 'payment', as: ['savedCard', 'cardNumber'] },
};

/**
 * A form of version 1 as a user of version 2 fills it in: by where the operation says that it keeps
 * its fields.
 */
export function inVersion2(operation: Operation, form: INodeParameters): INodeParameters {
	const places: Places = { ...SHARED_PLACES, ...operation.places };
	const { metal, priceSource: _source, sameAddress: _same, ...rest } = form;
	const result: INodeParameters = { options: { ...(form.options as INodeParameters) } };
	for (const [name, { chosenBy, as }] of Object.entries(GROUPS)) {
		const isThere =
			as.includes(form[chosenBy]) && Object.values(places).includes(`options.${name}`);
		if (isThere) setAt(result, `options.${name}.values`, {});
	}
	for (const [name, value] of Object.entries(rest)) {
		if (name === 'options' || name === 'customerDetails' || value === 'cash') continue;
		const place = places[name];
		if (place === undefined) result[name] = value;
		else if (name === 'customerMore') {
			for (const [inner, each] of Object.entries(value as INodeParameters)) {
				setAt(result, `${place}.${inner}`, each);
			}
		} else if (isShown(form, name)) setAt(result, place, value);
	}
	if (metal !== undefined && metal !== 'other') result.sku = byId(String(metal));
	return result;
}

/** Version 1 drops what the form does not show. */
const isShown = (form: INodeParameters, name: string): boolean => {
	if (name === 'priceToken') return form.priceSource === 'token';
	if (name === 'billing') return form.sameAddress === false;
	return true;
};

function setAt(target: INodeParameters, path: string, value: unknown): void {
	const [step = '', ...rest] = path.split('.');
	if (rest.length === 0) {
		target[step] ??= value as INodeParameters;
		return;
	}
	setAt((target[step] ??= {}) as INodeParameters, rest.join('.'), value);
}
