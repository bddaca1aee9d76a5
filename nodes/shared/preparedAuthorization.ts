/**
 * How the node's transport hands a finished Authorization value to the credential's `authenticate`
 * hook: on the credential object itself, where no copy to JSON can carry it along.
 */
const PREPARED = Symbol('prepared authorization');

/** `undefined`: to be sent unsigned. */
export interface PreparedAuthorization {
	value: string | undefined;
}

export function prepareAuthorization<T extends object>(
	credentials: T,
	prepared: PreparedAuthorization,
): T {
	Object.defineProperty(credentials, PREPARED, { value: prepared, enumerable: false });
	return credentials;
}

export function preparedAuthorization(credentials: object): PreparedAuthorization | undefined {
	return (credentials as { [PREPARED]?: PreparedAuthorization })[PREPARED];
}
