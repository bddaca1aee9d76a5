/** What the operations of the shop work on: a basket of its own for each of them. */
import type { Sandbox } from '../../../sandbox';
import type { Section } from '../../../sandbox/domain/shop/bars';
import type { BasketKind } from '../../../sandbox/domain/shop/baskets';
import { addItem } from '../../../sandbox/domain/shop/items';
import { byId } from '../forms';
import { keyOf, SHOP } from './nodes';
import type { Choices } from './parameters';

export const BAR = 'MNT0001';
export const WALLET_BAR = 'MNTBAE0001';
export const BASKET_OWNER = 'MTD-DEMO-1';

export const SHIPPING = {
	fullname: 'Ada Example',
	phone: '+905000000000',
	city: 'İstanbul',
	county: 'Kadıköy',
	district: 'Örnek',
	address: 'Örnek Sokak 1',
	tax_number: '1000000000',
};

/** Opens a basket that could be completed, and returns its cart token. */
export function openBasket(
	{ shop }: Sandbox,
	{ section = 'ecom', kind = 'buy', qty = 1 }: OpenBasket = {},
): string {
	const sku = section === 'ecom' ? BAR : WALLET_BAR;
	const type = section === 'ecom' ? {} : { type: kind };
	const { content } = addItem(shop, section, {
		...{ external_customer_id: BASKET_OWNER, sku, qty },
		...type,
	});
	content.shipping = SHIPPING;
	return content.cartToken;
}

interface OpenBasket {
	section?: Section;
	kind?: BasketKind;
	qty?: number;
}

const KINDS: Record<string, BasketKind> = {
	completeSell: 'sell',
	completeDelivery: 'delivery',
};

/** Samples for the forms of the shop, with a basket for each operation that is about one. */
export function shopSamples(sandbox: Sandbox): Choices {
	const { shop } = sandbox;
	const { id } = shop.addresses.add(shop.customers.get(BASKET_OWNER), {
		...{ type: 'shipping', invoice_type: 'Individual', tax_number: '1000000000' },
		...{ city: 'İstanbul', county: 'Kadıköy', address: 'Örnek Sokak 1' },
	});
	const samples: Choices = { shippingAddressId: id, billingAddressId: id };
	for (const operation of SHOP.operations) {
		const { resource, value } = operation;
		const section = resource === 'walletBasket' ? 'wallet' : 'ecom';
		const kind = KINDS[value] ?? 'buy';
		samples[`${keyOf(operation)}.cartToken`] = byId(openBasket(sandbox, { section, kind }));
	}
	return samples;
}
