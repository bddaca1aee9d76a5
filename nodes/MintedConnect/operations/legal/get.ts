import { defineOperation } from '../../../shared/operation';

export const operation = defineOperation({
	resource: 'legal',
	value: 'get',
	name: 'Get',
	action: 'Get the legal texts',
	description: 'Get the legal texts that customers have to accept',
	endpoint: 'partnerLegal',
	fields: [
		{
			displayName: 'Type',
			name: 'legalType',
			type: 'string',
			default: '',
			description: 'Only texts of this type. Leave empty for all.',
		},
	],
	additionalBody: true,
	async execute({ params, send }) {
		const type = params.optionalText('legalType', 'Type', { max: 100 });
		return await send({ body: type === undefined ? {} : { type } });
	},
});
