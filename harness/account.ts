import type { Sandbox } from '../sandbox';

/** What a user enters who works against this sandbox. */
export function sandboxAccount({ url, username, password }: Sandbox): Record<string, string> {
	return { environment: 'custom', baseUrl: url, username, password };
}

/** What the credential's window is filled in with. */
export function credentialData(sandbox: Sandbox): Record<string, string> {
	const defaults = { apiVersion: 'documented', clientId: 'web' };
	return { ...sandboxAccount(sandbox), ...defaults, language: 'en' };
}
