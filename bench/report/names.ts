import type { Contender } from '../results';

/** As tables and charts call them. */
export const NAMES: Record<Contender, string> = {
	mintedConnect: 'Minted Connect node',
	httpRequest: 'HTTP Request node',
	n8nHelper: "n8n's helper, unsigned",
	plainNode: 'Plain Node, kept connections',
};
