import { fieldError } from '../errors';
import type { Call, Handlers } from './call';

/** Invented: the real texts are not public. */
export const LEGAL_TEXTS: Readonly<Record<string, string>> = {
	membership: 'Üyelik Sözleşmesi',
	privacy: 'Kişisel Verilerin Korunması',
	'distance-sales': 'Mesafeli Satış Sözleşmesi',
};

export const legal: Handlers = {
	partnerLegal({ body, baseUrl }: Call) {
		const { type } = body as { type?: string };
		if (type !== undefined && !Object.hasOwn(LEGAL_TEXTS, type)) {
			const known = Object.keys(LEGAL_TEXTS).join(', ');
			throw fieldError('type', `must be one of ${known}`, `şunlardan biri olmalıdır: ${known}`);
		}
		return Object.entries(LEGAL_TEXTS)
			.filter(([key]) => type === undefined || key === type)
			.map(([key, title]) => ({ type: key, title, url: `${baseUrl}/legal/${key}` }));
	},
};
