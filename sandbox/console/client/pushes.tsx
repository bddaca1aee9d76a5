import type { JSX } from 'preact';
import type { PushRow, Rows, Settings } from '../sections';
import { Time } from './format';
import { Status } from './orders';
import { Empty, Panel, Total, useFew } from './panel';

const REASONS: Readonly<Record<string, string>> = {
	status: 'new status',
	push_hook: 'asked for',
	duplicate: 'sent twice',
};

/** Where there was no answer. */
const OUTCOMES: Readonly<Record<string, string>> = {
	ECONNREFUSED: 'nobody there',
	ECONNRESET: 'cut off',
	ECONNABORTED: 'too slow',
	ETIMEDOUT: 'too slow',
};

interface PushesProps {
	list: Rows<PushRow> | undefined;
	settings: Settings | undefined;
}

export function Pushes({ list, settings }: PushesProps): JSX.Element {
	const { shown, more } = useFew(list?.rows ?? []);
	return (
		<Panel id="pushes" title="Pushes" aside={<Total list={list} />}>
			{list?.total === 0 && (
				<Empty>
					{settings?.webhookUrl === null
						? 'Nothing is pushed: copy the URL of a Minted Connect Trigger into Webhook URL.'
						: 'No pushes yet: each new status of an order is pushed.'}
				</Empty>
			)}
			{shown.length > 0 && (
				<table aria-label="Pushes, newest first">
					<thead>
						<tr>
							<th scope="col">Order</th>
							<th scope="col">As</th>
							<th scope="col" class="wide">
								Why
							</th>
							<th scope="col" class="number wide">
								Attempt
							</th>
							<th scope="col">Answer</th>
						</tr>
					</thead>
					<tbody>
						{shown.map((push) => (
							<tr key={push.key}>
								<td class="breaks">
									{push.order}
									<span class="sub under">
										<Time at={push.at} />
									</span>
								</td>
								<td>
									<Status status={push.status} />
								</td>
								<td class="wide">{REASONS[push.reason] ?? push.reason}</td>
								<td class="number wide">{push.attempt}</td>
								<td>
									<span class={`badge ${push.delivered ? 'good' : 'bad'}`} title={push.outcome}>
										{OUTCOMES[push.outcome] ?? push.outcome}
									</span>
								</td>
							</tr>
						))}
					</tbody>
				</table>
			)}
			{more}
		</Panel>
	);
}
