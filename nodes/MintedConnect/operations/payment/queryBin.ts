import { readTotalPrice, totalPriceField } from '../../fields/order';
import { defineOperation } from '../../../shared/operation';
import { FieldError } from '../../../../minted/errors';

export const operation = defineOperation({
	resource: 'payment',
	value: 'queryBin',
	name: 'Query BIN',
	action: 'Query the instalments of a card',
	description: 'Get the instalments and commissions of a card, one item each, by its first digits',
	endpoint: 'cardBinQuery',
	fields: [
		{
			displayName: 'BIN',
			name: 'bin',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'e.g. 540667',
			description: 'The first 6 to 8 digits of the card number, never the whole number',
		},
		totalPriceField('The amount to be paid'),
	],
	additionalBody: true,
	async execute({ params, send }) {
		const bin = String(params.raw('bin', '')).trim();
		if (!/^\d{6,8}$/.test(bin)) {
			throw new FieldError(
				'BIN',
				'BIN does not have 6 to 8 digits',
				'Enter only the first digits of the card number.',
			);
		}
		const total = readTotalPrice(params);
		return await send({ body: { bin, total } });
	},
});
