import type { JSX } from 'preact';
import { PressProvider, useNotice } from './actions';
import type { Notice } from './actions';
import { Controls } from './controls';
import { useLive } from './live';
import type { Connection } from './live';
import { Prices, WalletsPanel } from './market';
import { Orders } from './orders';
import { Pushes } from './pushes';
import { Requests } from './requests';

const PANELS = ['Orders', 'Pushes', 'Requests', 'Controls', 'Prices', 'Wallets'];

export function App(): JSX.Element {
	const { sections, connection } = useLive();
	const { notice, dismiss, press } = useNotice();
	const { setup, settings, orders, pushes, requests, prices, wallets } = sections;
	return (
		<PressProvider value={press}>
			<header class="top">
				<div>
					<h1>Minted Connect Sandbox</h1>
					<p class="sub">
						No bank, no money, no metal.
						{setup && ` Base URL ${setup.url}, user name ${setup.username}.`}
					</p>
				</div>
				<ConnectionState connection={connection} />
			</header>
			<nav class="jump" aria-label="Panels">
				{PANELS.map((name) => (
					<a key={name} href={`#${name.toLowerCase()}`}>
						{name}
					</a>
				))}
			</nav>
			<main>
				<div class="column">
					<Orders list={orders} />
					<Pushes list={pushes} settings={settings} />
					<Requests list={requests} />
				</div>
				<div class="column">
					<Controls setup={setup} settings={settings} />
					<Prices prices={prices} />
					<WalletsPanel list={wallets} />
				</div>
			</main>
			<Notices notice={notice} dismiss={dismiss} />
		</PressProvider>
	);
}

const STATES: Readonly<Record<Connection, { tone: string; text: string }>> = {
	connecting: { tone: 'going', text: 'Connecting…' },
	live: { tone: 'good', text: 'Live' },
	lost: { tone: 'bad', text: 'Connection lost, trying again…' },
	full: { tone: 'bad', text: 'Too many consoles are open; close one' },
};

function ConnectionState({ connection }: { connection: Connection }): JSX.Element {
	const { tone, text } = STATES[connection];
	return (
		<p class={`badge connection ${tone}`} role="status">
			{text}
		</p>
	);
}

interface NoticesProps {
	notice: Notice | null;
	dismiss: () => void;
}

/** Stays until the next button or until it is closed: nobody has to read in a hurry. */
function Notices({ notice, dismiss }: NoticesProps): JSX.Element {
	return (
		<div class="notices" aria-live="polite">
			{notice && (
				<div key={notice.number} class={`notice ${notice.failed ? 'bad' : 'good'}`}>
					<p>{notice.text}</p>
					<button type="button" class="quiet" aria-label="Close this message" onClick={dismiss}>
						×
					</button>
				</div>
			)}
		</div>
	);
}
