import { MintedConnect } from '../../../nodes/MintedConnect/MintedConnect.node';
import { MintedConnectTrigger } from '../../../nodes/MintedConnectTrigger/MintedConnectTrigger.node';

describe("n8n's node panel", () => {
	const action = new MintedConnect().description;
	const trigger = new MintedConnectTrigger().description;

	it('shows action node and webhook trigger as one, which says what both do', () => {
		// By this name n8n finds that they belong together; then it takes the trigger's description.
		expect(trigger.name).toBe(`${action.name}Trigger`);
		expect(trigger.description).toBe(action.description);
		expect(action.description).toMatch(/Buy, sell.*start workflows/);
	});
});
