import type { Buyer, Contender } from '../results';

/** As tables and charts call them. */
export const NAMES: Record<Contender, string> = {
	mintedConnect: 'Minted Connect node',
	mintedAgain: 'Minted Connect node, a further run',
	httpRequest: 'HTTP Request node',
	n8nHelper: "n8n's helper, unsigned",
	plainNode: 'Plain Node, kept connections',
};

export const BUYER_NAMES: Record<Buyer, string> = {
	mintedBuy: 'Minted Connect node',
	httpChain: 'Two HTTP Request nodes',
};
