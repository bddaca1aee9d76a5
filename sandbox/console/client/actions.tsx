import { createContext } from 'preact';
import { useCallback, useContext, useRef, useState } from 'preact/hooks';

export interface Notice {
	/** Distinguishes a repeated sentence. */
	number: number;
	text: string;
	failed: boolean;
}

/** Presses a button of the server: a path under `/_console`, and what goes with it. */
export type Press = (path: string, body?: object) => Promise<boolean>;

const PressContext = createContext<Press>(async () => false);
export const PressProvider = PressContext.Provider;

export function usePress(): Press {
	return useContext(PressContext);
}

/** The last button's outcome in a sentence, and how to press one. */
export function useNotice(): { notice: Notice | null; dismiss: () => void; press: Press } {
	const [notice, setNotice] = useState<Notice | null>(null);
	const count = useRef(0);

	const press = useCallback<Press>(async (path, body = {}) => {
		const { text, failed } = await send(path, body);
		setNotice({ number: ++count.current, text, failed });
		return !failed;
	}, []);
	const dismiss = useCallback(() => setNotice(null), []);

	return { notice, dismiss, press };
}

async function send(path: string, body: object): Promise<{ text: string; failed: boolean }> {
	try {
		const response = await fetch(`/_console${path}`, {
			method: 'POST',
			headers: { 'content-type': 'application/json' },
			body: JSON.stringify(body),
		});
		const answer = (await response.json()) as { message?: string; error?: string };
		return { text: answer.message ?? answer.error ?? '', failed: !response.ok };
	} catch {
		return { text: 'The sandbox does not answer. Is it still running?', failed: true };
	}
}
