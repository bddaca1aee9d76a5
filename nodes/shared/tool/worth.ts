import type { MintedApi } from '../../../minted/client/api';
import { orderTotal } from '../../../minted/money';
import { exactNumber } from '../../../minted/values';
import type { Worth } from './book';
import { forModel } from './refusal';

/**
 * What the metal of a delivery is worth: it would cost this much to buy it now. Its fees come on top.
 *
 * @throws FieldError when Minted has no price for it; MintedError
 */
export async function worthOfMetal(
	api: MintedApi,
	{ customerExternalId, sku, grams }: { customerExternalId: string; sku: string; grams: number },
): Promise<Worth> {
	const { prices, currency } = await api.call('priceFix', {
		body: { type: 'digital', customer_external_id: customerExternalId },
	});
	const price = exactNumber(prices.find((offered) => offered.sku === sku)?.buy_price);
	if (price === undefined || !(price > 0)) {
		throw forModel('SKU', `What ${sku} is worth is not known`, 'Ask a person to order it.');
	}
	return { total: orderTotal(price, grams), currency };
}
