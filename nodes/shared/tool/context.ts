import type { DigitalOrder } from '../../../minted/orders/digitalOrder';
import type { ItemContext } from '../operation';
import type { Worth } from './book';

/** What changes for an operation when a model calls it. */
export interface ToolContext {
	/** The ID of what the model asks for, from what it is alone. @throws FieldError */
	idOf(item: ItemContext, wish: readonly unknown[]): string;
	/**
	 * The order within what the builder allows, at the price that was confirmed where a confirmation
	 * is required.
	 *
	 * @throws FieldError
	 */
	guardOrder<Order extends Omit<DigitalOrder, 'body'>>(item: ItemContext, order: Order): Order;
	/** Takes the item's movement into the run's books, right before it is sent. @throws FieldError */
	reserve(item: ItemContext, externalId: string, worth: Worth): void;
	/**
	 * Whether the run's books have the item's movement. They are stored with the execution, so that
	 * another process knows of what this one does not.
	 */
	isBooked(item: ItemContext, externalId: string): boolean;
	/** Carries the operation out, and keeps the books by what comes of it. */
	carryOut(item: ItemContext, work: () => Promise<unknown>): Promise<unknown>;
}
