import type { Operation } from '../../operation';

export const operation: Operation = {
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
	async execute({ api, params, parts }) {
		const type = params.optionalText('legalType', 'Type', { max: 100 });
		return await api.call('partnerLegal', parts({ body: type === undefined ? {} : { type } }));
	},
};
