import { Fragment } from 'preact';
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { RequestRow, Rows } from '../sections';
import { Time } from './format';
import { Empty, Panel, Total, useFew } from './panel';

export function Requests({ list }: { list: Rows<RequestRow> | undefined }): JSX.Element {
	const [signIn, setSignIn] = useState(false);
	const rows = (list?.rows ?? []).filter(({ authFailure }) => signIn || authFailure !== 'unsigned');
	const { shown, more } = useFew(rows);
	return (
		<Panel id="requests" title="Requests" aside={<Total list={list} />}>
			{list?.total === 0 && (
				<Empty>No requests yet: test the credential in n8n, or run any operation.</Empty>
			)}
			{list !== undefined && list.total > 0 && (
				<label class="check">
					<input
						type="checkbox"
						checked={signIn}
						onChange={({ currentTarget }) => setSignIn(currentTarget.checked)}
					/>
					Show Digest's unsigned first requests
				</label>
			)}
			{shown.length > 0 && (
				<table aria-label="Requests, newest first">
					<thead>
						<tr>
							<th scope="col">Request</th>
							<th scope="col">Answer</th>
							<th scope="col">
								<span class="hidden">Details</span>
							</th>
						</tr>
					</thead>
					<tbody>
						{shown.map((request) => (
							<Request key={request.number} request={request} />
						))}
					</tbody>
				</table>
			)}
			{more}
		</Panel>
	);
}

function Request({ request }: { request: RequestRow }): JSX.Element {
	const [open, setOpen] = useState(false);
	const { number, method, url, fault, body, authorization } = request;
	const id = `request-${number}`;
	return (
		<Fragment>
			<tr>
				<td class="breaks">
					<code>
						{method} <Path url={url} />
					</code>
					<span class="sub under">
						<Time at={request.at} />
					</span>
				</td>
				<td>
					<Answer request={request} />
				</td>
				<td class="number">
					<button
						type="button"
						class="quiet"
						aria-expanded={open}
						aria-controls={id}
						onClick={() => setOpen(!open)}
					>
						{open ? 'Less' : 'More'}
						<span class="hidden"> about request {number}</span>
					</button>
				</td>
			</tr>
			<tr id={id} hidden={!open}>
				{open && (
					<td colSpan={3}>
						<dl class="facts">
							<dt>Signed</dt>
							<dd class="breaks">{authorization}</dd>
							{fault && <dt>Fault</dt>}
							{fault && <dd>{fault}</dd>}
						</dl>
						{body === null ? <p class="sub">No body.</p> : <pre tabIndex={0}>{body}</pre>}
					</td>
				)}
			</tr>
		</Fragment>
	);
}

/** Breaks after slashes and parameters rather than within words. */
function Path({ url }: { url: string }): JSX.Element {
	return (
		<>
			{url.split(/(?<=[/?&])/).map((part, i) => (
				<Fragment key={i}>
					{part}
					<wbr />
				</Fragment>
			))}
		</>
	);
}

function Answer({ request }: { request: RequestRow }): JSX.Element {
	const { status, authFailure, fault } = request;
	if (status === null) {
		return <span class="badge bad">{fault ? 'cut off' : 'none yet'}</span>;
	}
	const isFirstStep = authFailure === 'unsigned';
	const tone = status < 300 && !fault ? 'good' : isFirstStep ? 'going' : 'bad';
	const words = fault ?? (isFirstStep ? 'sign in' : (authFailure ?? ''));
	return (
		<span class={`badge ${tone}`}>
			{status} {words}
		</span>
	);
}
