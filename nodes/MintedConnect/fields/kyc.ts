import type { INodeProperties } from 'n8n-workflow';
import { FieldError } from '../../../minted/errors';
import type { ItemParameters } from '../../shared/run/parameters';

const FIELD = 'KYC Fields (JSON)';

/** No field of KYC is public, so it is a JSON object that the builder fills as Minted says. */
export const kycFields: INodeProperties = {
	displayName: FIELD,
	name: 'kycFields',
	type: 'json',
	default: '{}',
	required: true,
	description:
		'The fields of the identity check as Minted described them to you, e.g. {"identity_number": "10000000146"}. None of them is publicly documented.',
};

export function readKycFields(params: ItemParameters): Record<string, unknown> {
	const fields = params.jsonObject('kycFields', FIELD) ?? {};
	if (Object.keys(fields).length === 0) {
		throw new FieldError(
			FIELD,
			`${FIELD} is empty`,
			'Enter at least one field, as Minted described it.',
		);
	}
	if (typeof fields.identity_number === 'string') params.hide(fields.identity_number);
	return fields;
}
