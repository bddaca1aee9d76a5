import { NodeHelpers, type INode, type INodeParameters } from 'n8n-workflow';
import { MintedConnect } from '../../../nodes/MintedConnect/MintedConnect.node';
import { periodOption, savedPeriodOptions } from '../../../nodes/shared/fields/period';

describe('The filter by date', () => {
	const shownIn = (filters: INodeParameters) =>
		[periodOption, ...savedPeriodOptions]
			.filter((field) => NodeHelpers.displayParameter(filters, field, null, null))
			.map(({ name }) => name);

	it('is one entry that asks for both days at once', () => {
		expect(shownIn({})).toEqual(['period']);
		const [days] = periodOption.options ?? [];
		expect(days).toMatchObject({ values: [{ name: 'startDate' }, { name: 'endDate' }] });
	});

	it('still shows the days of a workflow that has them one by one', () => {
		const saved = { startDate: '2026-11-04', endDate: '2026-11-05' };
		expect(shownIn(saved)).toEqual(['period', 'startDate', 'endDate']);
	});

	it('lets n8n keep the days of such a workflow, which drops what no field shows', () => {
		const { description } = new MintedConnect();
		const filters = { startDate: '2026-11-04', endDate: '2026-11-05' };
		const parameters = { resource: 'order', operation: 'getMany', filters };
		const step = { id: 'a', name: 'A', type: 'a', typeVersion: 1, parameters };
		const node: INode = { ...step, position: [0, 0] };
		const { properties } = description;
		expect(
			NodeHelpers.getNodeParameters(properties, parameters, false, false, node, description),
		).toMatchObject({ filters });
	});
});
