import type { INodeProperties } from 'n8n-workflow';
import {
	completeBasket,
	paidTotalOf,
	previewBasket,
	worthOfBars,
	type BasketCompletion,
	type Completion,
	type PaidLimits,
	type ShopOrder,
} from '../../../minted/orders/basket';
import type { Outcome } from '../../../minted/output/simplify';
import { previewOnlyField, readGuard, readPreviewOnly } from '../../shared/fields/placing';
import type { ItemContext } from '../../shared/operation';
import { forModel } from '../../shared/tool/refusal';
import { basketFields, readBasketKey, type Section } from './basket';

const NOTES: Record<Completion, string> = {
	ecom: 'The body of this request is not public: payment goes into Extra Body Fields (JSON), for example {"payment_type": "creditcard", "payment": {"card_token": "..."}}. Prefer a saved card: n8n stores what passes through a workflow.',
	buy: 'What Minted wants beside customer and basket is not public; it goes into Extra Body Fields (JSON).',
	sell: 'What Minted wants beside customer and basket is not public; it goes into Extra Body Fields (JSON).',
	delivery:
		'The body of this request is not public. Minted needs an address: it goes into Extra Body Fields (JSON), under the names that Minted gave you.',
};

const limitOption = (
	name: keyof PaidLimits,
	displayName: string,
	word: string,
): INodeProperties => ({
	displayName,
	name,
	type: 'number',
	typeOptions: { minValue: 0, numberPrecision: 2 },
	default: 0,
	description: `${word} that the basket may come to with all fees, in its own currency, as Minted says right before it is completed. 0 means no limit.`,
});

/** Who sells wants enough, all others not too much. */
const LIMITS = {
	max: limitOption('maxPaidTotal', 'Maximum Paid Total', 'Most'),
	min: limitOption('minPaidTotal', 'Minimum Paid Total', 'Least'),
};

/** The form of everything that makes an order of a basket. */
export const completionFields = (section: Section, completion: Completion): INodeProperties[] => [
	{ displayName: NOTES[completion], name: 'bodyNotice', type: 'notice', default: '' },
	...basketFields(section),
	{
		displayName: 'Limits',
		name: 'limits',
		type: 'collection',
		placeholder: 'Add Limit',
		default: {},
		options: [completion === 'sell' ? LIMITS.min : LIMITS.max],
		description: 'Nothing is ordered where the basket is not within them',
	},
	previewOnlyField(
		'Whether to show what the basket comes to, with all lines of it, and order nothing',
	),
];

/**
 * Completes the basket of an item, or shows what it comes to.
 *
 * @throws what {@link completeBasket} throws
 */
export async function complete(
	item: ItemContext,
	completion: Completion,
): Promise<ShopOrder & Outcome> {
	const { api, params, endpointPath, tool } = item;
	const key = readBasketKey(params);
	item.externalId = key.cartToken;
	const basket: BasketCompletion = {
		...key,
		completion,
		limits: readLimits(item, completion),
		body: item.extendBody({}),
		endpointPath,
		approve:
			tool &&
			(async (found) => {
				tool.reserve(item, key.cartToken, await worthOf(item, completion, found));
			}),
	};
	const guard = readGuard(item, 'basket', key.cartToken);
	const { outcome, result } = readPreviewOnly(item)
		? await previewBasket(api, basket)
		: await completeBasket(api, basket, guard);
	return { outcome, ...result };
}

function readLimits({ params }: ItemContext, completion: Completion): PaidLimits {
	const read = (name: keyof PaidLimits, field: string) =>
		params.optionalNumber(`limits.${name}`, { field, maxDecimals: 2 });
	return completion === 'sell'
		? { minPaidTotal: read('minPaidTotal', 'Minimum Paid Total') }
		: { maxPaidTotal: read('maxPaidTotal', 'Maximum Paid Total') };
}

/** E-Commerce does not say in which currency a basket is. */
const ITS_OWN = 'in the currency of the basket';

/**
 * What is paid or received; of a delivery out of the wallet, what leaves it as well.
 *
 * @throws FieldError where it is not known, MintedError
 */
async function worthOf(
	{ api }: ItemContext,
	completion: Completion,
	basket: ShopOrder,
): Promise<{ total: number; currency: string }> {
	const paid = paidTotalOf(basket);
	const { currency_code: currency = ITS_OWN } = basket as { currency_code?: string };
	const bars = completion === 'delivery' ? await worthOfBars(api, basket) : 0;
	if (paid !== undefined && bars !== undefined) return { total: paid + bars, currency };
	throw forModel(
		'Basket',
		'What this basket comes to is not known',
		'Ask a person to complete it.',
	);
}
