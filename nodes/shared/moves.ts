/** What an operation that moves something does with it; `completed` makes an order of a basket. */
export type Moves = 'ordered' | 'moved' | 'completed';

/** As in "Nothing was ordered": a basket that is not completed is no order. */
export const verbOf = (moves: Moves): 'ordered' | 'moved' =>
	moves === 'moved' ? 'moved' : 'ordered';
