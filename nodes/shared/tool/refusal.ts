import { FieldError } from '../../../minted/errors';

/** A refusal that only who built the workflow can lift; the model is told to pass it on. */
export const forBuilder = (field: string, message: string, how: string): FieldError =>
	new FieldError(field, message, `Tell the person who built this workflow: ${how}`);

/** A refusal that the model itself can act on. */
export const forModel = (field: string, message: string, next: string): FieldError =>
	new FieldError(field, message, next);
