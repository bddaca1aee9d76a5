import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { OrderRow, Rows } from '../sections';
import { usePress } from './actions';
import { money, Time } from './format';
import { Empty, Panel, Total, useFew } from './panel';

export function Orders({ list }: { list: Rows<OrderRow> | undefined }): JSX.Element {
	const { shown, more } = useFew(list?.rows ?? []);
	return (
		<Panel id="orders" title="Orders" aside={<Total list={list} />}>
			{list?.total === 0 && (
				<Empty>
					No orders yet: run <b>Order &gt; Buy</b> in n8n.
				</Empty>
			)}
			{shown.length > 0 && (
				<table class="orders" role="table" aria-label="Orders, newest first">
					<thead role="rowgroup">
						<tr role="row">
							<th role="columnheader" scope="col">
								Order
							</th>
							<th role="columnheader" scope="col">
								What
							</th>
							<th role="columnheader" scope="col" class="number">
								Total
							</th>
							<th role="columnheader" scope="col">
								Status
							</th>
							<th role="columnheader" scope="col">
								Do
							</th>
						</tr>
					</thead>
					<tbody role="rowgroup">
						{shown.map((order) => (
							<Order key={order.guid} order={order} />
						))}
					</tbody>
				</table>
			)}
			{more}
		</Panel>
	);
}

function Order({ order }: { order: OrderRow }): JSX.Element {
	const { code, externalId, type, customer, items, total, currency, status } = order;
	return (
		<tr role="row">
			<td role="cell" class="cell-order">
				<span class="main" title={`GUID ${order.guid}`}>
					{externalId ?? code}
				</span>
				<span class="sub">
					<Time at={order.at} /> {externalId !== null && code}
				</span>
			</td>
			<td role="cell" class="cell-what">
				<span class="main">
					{type} {items}
				</span>
				<span class="sub">{customer ? `for ${customer}` : 'for yourself'}</span>
			</td>
			<td role="cell" class="cell-total number">
				{money(total, currency)}
			</td>
			<td role="cell" class="cell-status">
				<Status status={status} />
				<span class="sub">
					{order.history.length > 1 && <History order={order} />}
					{order.paymentUrl && (
						<a href={order.paymentUrl} target="_blank" rel="noopener">
							3D page
						</a>
					)}
				</span>
			</td>
			<td role="cell" class="cell-do">
				<Buttons order={order} />
			</td>
		</tr>
	);
}

function History({ order }: { order: OrderRow }): JSX.Element {
	return (
		<details class="history">
			<summary>
				{order.history.length} steps<span class="hidden"> of {order.externalId ?? order.code}</span>
			</summary>
			<ol>
				{order.history.map(({ status, at }, i) => (
					<li key={i}>
						<Time at={at} /> {status}
					</li>
				))}
			</ol>
		</details>
	);
}

function Buttons({ order }: { order: OrderRow }): JSX.Element {
	const press = usePress();
	const [target, setTarget] = useState('');
	const name = order.externalId ?? order.code;
	const { guid, moves, hasNext, status } = order;
	// What was chosen may be where the order is by now.
	const chosen = moves.includes(target) ? target : '';
	const move = async (event: SubmitEvent): Promise<void> => {
		event.preventDefault();
		const moved = await press(`/orders/${guid}/move`, { status: chosen || null });
		if (moved) setTarget('');
	};
	return (
		<div class="buttons">
			<button type="button" onClick={() => void press(`/orders/${guid}/push`)}>
				Push again<span class="hidden"> order {name}</span>
			</button>
			{moves.length === 0 ? (
				<span class="sub">{status} is final</span>
			) : (
				<form class="inline" onSubmit={(event) => void move(event)}>
					<select
						aria-label={`Move order ${name} to`}
						value={chosen}
						required={!hasNext}
						onChange={({ currentTarget }) => setTarget(currentTarget.value)}
					>
						<option value="">{hasNext ? 'Next status' : 'Choose…'}</option>
						{moves.map((move) => (
							<option key={move} value={move}>
								{move}
							</option>
						))}
					</select>
					<button>
						Move<span class="hidden"> order {name}</span>
					</button>
				</form>
			)}
		</div>
	);
}

const TONES: Readonly<Record<string, string>> = {
	Completed: 'good',
	Shipped: 'good',
	Cancelled: 'bad',
	Refunded: 'bad',
	Refunding: 'bad',
};

export function Status({ status }: { status: string }): JSX.Element {
	return <span class={`badge ${TONES[status] ?? 'going'}`}>{status}</span>;
}
