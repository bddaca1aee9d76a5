import type { BuyFigures, Results } from '../results';
import { otherInN8n } from '../targets';
import { count, time } from './words';

/** The case that is quoted. */
const [ORDERS, DELAY_MS] = [1_000, 200];

const times = (orders: number) =>
	orders === 0 ? 'no order' : `${count(orders)} order${orders === 1 ? '' : 's'}`;

const costs = ({ wallMs, requests }: Pick<BuyFigures, 'wallMs' | 'requests'>) =>
	`${time(wallMs)} and ${count(requests)} requests`;

/** What the README says of the main job. */
export function quoteOf({ buys, realN8n }: Results): string {
	const find = (isLossy: boolean) =>
		buys.find(
			({ orders, delayMs, lostOneIn }) =>
				orders === ORDERS && delayMs === DELAY_MS && (lostOneIn !== undefined) === isLossy,
		);
	const parts: string[] = [];
	const plain = find(false);
	if (plain) {
		const { mintedBuy, httpChain } = plain.results;
		parts.push(
			`Buying for ${count(ORDERS)} customers, with ${DELAY_MS} ms from request to answer, took this node ${costs(mintedBuy)}. Two HTTP Request nodes with n8n's Digest, one to fix the price and one to buy, took ${costs(httpChain)}; they neither look whether the order is there nor read the customer.`,
		);
	}
	const lossy = find(true);
	if (lossy) {
		const { mintedBuy, httpChain } = lossy.results;
		parts.push(
			`With one answer in ${lossy.lostOneIn} lost and Retry On Fail on all of them, the two nodes placed ${times(httpChain.placedTwice)} twice, this node ${mintedBuy.placedTwice === 0 ? 'none' : count(mintedBuy.placedTwice)}.`,
		);
		// Who places nothing places nothing twice, either.
		if (httpChain.notPlaced + mintedBuy.notPlaced > 0) {
			parts.push(
				`Of ${count(ORDERS)} orders the two nodes left ${count(httpChain.notPlaced)} unplaced, this node ${count(mintedBuy.notPlaced)}.`,
			);
		}
	}
	const real = realN8n.find(
		({ name, job, delayMs }) => name === 'mintedConnect' && job === 'buy' && delayMs === DELAY_MS,
	);
	const other = real && otherInN8n(realN8n, real);
	if (real && other) {
		parts.push(
			`In a real n8n, ${count(real.items)} such buys took this node ${time(real.wallMs)} and the two nodes ${time(other.wallMs)}.`,
		);
	}
	return parts.join(' ');
}
