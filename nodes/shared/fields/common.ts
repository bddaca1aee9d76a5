import type { INodeProperties } from 'n8n-workflow';

/** For a number that nobody should leave as it starts: n8n shows an empty field. */
export const NOTHING = '';

/** A text that must be entered. */
export const requiredText = (
	displayName: string,
	name: string,
	placeholder: string,
	description: string,
): INodeProperties => ({
	displayName,
	name,
	type: 'string',
	default: '',
	required: true,
	placeholder,
	description,
});

export const genderOption: INodeProperties = {
	displayName: 'Gender',
	name: 'gender',
	type: 'options',
	options: [
		{ name: 'Female', value: 'F' },
		{ name: 'Male', value: 'M' },
	],
	default: 'F',
};

export const middleNameOption: INodeProperties = {
	displayName: 'Middle Name',
	name: 'middlename',
	type: 'string',
	default: '',
};
