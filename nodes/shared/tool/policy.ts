import { endpoints } from '../../../minted/generated/endpoints';
import type { Operation } from '../operation';

/** What a call of a model would do. */
export type Effect = 'read' | 'write' | 'money';

type Parameters = Readonly<Record<string, unknown>>;

/** The push of an order starts workflows, though its endpoint only reads. */
const STARTS_WORKFLOWS = 'order.pushWebhook';

/** By the contract. The free call only reads, because a model can send nothing but GET with it. */
export function effectOf({ resource, value, endpoint }: Operation): Effect {
	if (`${resource}.${value}` === STARTS_WORKFLOWS) return 'write';
	return endpoint === undefined ? 'read' : endpoints[endpoint].effect;
}

/** Whether an operation places orders, whose previews can be confirmed. */
export const isOrder = ({ endpoint }: Operation): boolean =>
	endpoint === 'buyDigital' || endpoint === 'sellDigital';

/** What has one ID once: buys and sells are orders alike, all else is a kind of its own. */
export const movementKind = (operation: Operation): string =>
	isOrder(operation) ? 'order' : (operation.endpoint ?? operation.value);

/** Whether it can be looked at before it is done. */
export const canPreview = ({ fields }: Operation): boolean =>
	fields.some(({ name }) => name === 'previewOnly');

/**
 * The same for a node as it was built: a preview orders nothing. A switch that is an expression may
 * come out either way, so it does not make a preview.
 */
export function effectAsBuilt(operation: Operation, parameters: Parameters): Effect {
	return canPreview(operation) && parameters.previewOnly === true ? 'read' : effectOf(operation);
}
