/** What a form must ask for before its step can run. */
import {
	NodeHelpers,
	type INode,
	type INodeParameters,
	type INodeProperties,
	type INodeTypeDescription,
} from 'n8n-workflow';

/** Entries of a collection: n8n misses a required one even if it was not added. */
const entriesOf = ({ type, options = [] }: INodeProperties): INodeProperties[] =>
	type === 'collection' ? options.flatMap((option) => ('type' in option ? [option] : [])) : [];

/**
 * Labels of the required fields of a step as it is saved, those within collections, too. Of a group
 * it is the group's own: n8n opens none by itself, and breaks over a default that would.
 */
export function requiredFields(description: INodeTypeDescription, step: INode): string[] {
	const { properties } = description;
	const parameters: INodeParameters =
		NodeHelpers.getNodeParameters(properties, step.parameters, true, false, step, description) ??
		{};
	const labelsOf = (fields: INodeProperties[]): string[] =>
		fields
			.filter((field) =>
				NodeHelpers.displayParameter(parameters, field, step, description, parameters),
			)
			.flatMap((field) => [
				...(field.required === true ? [field.displayName] : []),
				...labelsOf(entriesOf(field)),
			]);
	return labelsOf(properties);
}
