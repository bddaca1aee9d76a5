import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { Settings, Setup } from '../sections';
import { usePress } from './actions';
import { count } from './format';
import { Panel } from './panel';

interface ControlsProps {
	setup: Setup | undefined;
	settings: Settings | undefined;
}

export function Controls({ setup, settings }: ControlsProps): JSX.Element {
	return (
		<Panel id="controls" title="Controls">
			<Webhook url={settings?.webhookUrl ?? null} known={settings !== undefined} />
			{setup && <Fault setup={setup} pending={settings?.faults ?? []} />}
			{settings && <Pace stepMs={settings.stepMs} />}
		</Panel>
	);
}

function Webhook({ url, known }: { url: string | null; known: boolean }): JSX.Element {
	const press = usePress();
	const [text, setText] = useState(url ?? '');
	// What was set elsewhere shows here, too.
	useEffect(() => setText(url ?? ''), [url]);
	const use = (event: SubmitEvent): void => {
		event.preventDefault();
		void press('/webhook', { url: text.trim() });
	};
	return (
		<form class="control" onSubmit={use}>
			<label for="webhook-url">Webhook URL</label>
			<input
				id="webhook-url"
				type="url"
				required
				autocomplete="off"
				spellcheck={false}
				placeholder="http://127.0.0.1:5678/webhook/…"
				value={text}
				aria-describedby="webhook-hint"
				onInput={({ currentTarget }) => setText(currentTarget.value)}
			/>
			<p id="webhook-hint" class="sub">
				{known && url === null
					? 'Orders are not pushed yet. Copy the Production or Test URL of a Minted Connect Trigger.'
					: 'The Production or Test URL of a Minted Connect Trigger, on this machine.'}
			</p>
			<div class="buttons">
				<button class="primary">Use this URL</button>
				{url !== null && (
					<button type="button" onClick={() => void press('/webhook', { url: null })}>
						Stop pushing
					</button>
				)}
			</div>
		</form>
	);
}

function Fault({ setup, pending }: { setup: Setup; pending: Settings['faults'] }): JSX.Element {
	const press = usePress();
	const [kind, setKind] = useState(setup.faults[0]?.value ?? '');
	const [operation, setOperation] = useState('');
	const fail = (event: SubmitEvent): void => {
		event.preventDefault();
		void press('/faults', { kind, operationId: operation || null });
	};
	return (
		<form class="control" onSubmit={fail}>
			<label for="fault-operation">Fail the next</label>
			<select
				id="fault-operation"
				value={operation}
				onChange={({ currentTarget }) => setOperation(currentTarget.value)}
			>
				<option value="">Request of any kind</option>
				{setup.operations.map(({ value, label }) => (
					<option key={value} value={value}>
						{label}
					</option>
				))}
			</select>
			<label for="fault-kind">How</label>
			<select
				id="fault-kind"
				value={kind}
				onChange={({ currentTarget }) => setKind(currentTarget.value)}
			>
				{setup.faults.map(({ value, label }) => (
					<option key={value} value={value}>
						{label}
					</option>
				))}
			</select>
			{pending.length > 0 && (
				<ul class="pending" aria-label="Faults that wait for a request">
					{pending.map(({ label, operationId, left }, i) => (
						<li key={i}>
							{operationId ?? 'Any request'}: {label}
							{left > 1 && ` (${count(left)} times)`}
						</li>
					))}
				</ul>
			)}
			<div class="buttons">
				<button class="primary">Fail the next request</button>
				{pending.length > 0 && (
					<button type="button" onClick={() => void press('/faults/clear')}>
						Let all succeed
					</button>
				)}
			</div>
		</form>
	);
}

const PACES: ReadonlyArray<[number | null, string]> = [
	[300, 'By themselves, every 0.3 s'],
	[3000, 'By themselves, every 3 s'],
	[15_000, 'By themselves, every 15 s'],
	[null, 'Only by hand'],
];

function Pace({ stepMs }: { stepMs: number | null }): JSX.Element {
	const press = usePress();
	const isListed = PACES.some(([ms]) => ms === stepMs);
	const paces = isListed
		? PACES
		: [...PACES, [stepMs, `By themselves, every ${Number(stepMs) / 1000} s`] as const];
	return (
		<div class="control">
			<label for="pace">New orders move</label>
			<select
				id="pace"
				value={String(stepMs)}
				onChange={({ currentTarget }) =>
					void press('/pace', { stepMs: JSON.parse(currentTarget.value) as number | null })
				}
			>
				{paces.map(([ms, label]) => (
					<option key={String(ms)} value={String(ms)}>
						{label}
					</option>
				))}
			</select>
		</div>
	);
}
