import { useEffect, useState } from 'preact/hooks';
import type { SectionName, Sections } from '../sections';

/** `full`: the server serves as many pages as it will. */
export type Connection = 'connecting' | 'live' | 'lost' | 'full';

export interface Live {
	sections: Partial<Sections>;
	connection: Connection;
}

const NAMES: readonly SectionName[] = [
	'setup',
	'settings',
	'prices',
	'orders',
	'wallets',
	'requests',
	'pushes',
];

/** When a browser has given up by itself. */
const TRY_AGAIN_MS = 2000;

/** The server's events; a page that nobody sees gives its connection to others. */
export function useLive(): Live {
	const [live, setLive] = useState<Live>({ sections: {}, connection: 'connecting' });

	useEffect(() => {
		let source: EventSource | undefined;
		let retry: number | undefined;
		const setConnection = (connection: Connection): void =>
			setLive(({ sections }) => ({ sections, connection }));

		const close = (): void => {
			window.clearTimeout(retry);
			source?.close();
			source = undefined;
		};
		const open = (): void => {
			close();
			const opened = new EventSource('/_console/events');
			source = opened;
			for (const name of NAMES) {
				opened.addEventListener(name, ({ data }: MessageEvent<string>) => {
					const section: unknown = JSON.parse(data);
					setLive(({ sections }) => ({
						sections: { ...sections, [name]: section },
						connection: 'live',
					}));
				});
			}
			opened.addEventListener('full', () => setConnection('full'));
			opened.addEventListener('error', () => {
				setLive(({ sections, connection }) => ({
					sections,
					connection: connection === 'full' ? 'full' : 'lost',
				}));
				if (opened.readyState === EventSource.CLOSED) {
					retry = window.setTimeout(open, TRY_AGAIN_MS);
				}
			});
		};
		const followVisibility = (): void => {
			if (document.hidden) close();
			else if (!source) open();
		};
		document.addEventListener('visibilitychange', followVisibility);
		followVisibility();
		return () => {
			document.removeEventListener('visibilitychange', followVisibility);
			close();
		};
	}, []);

	return live;
}
