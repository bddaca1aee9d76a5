import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { Prices as PriceList, Rows, WalletOwner } from '../sections';
import { count, grams, money } from './format';
import { Empty, Panel } from './panel';

/** How many prices a line shows; one a second. */
const TRAIL = 60;

export function Prices({ prices }: { prices: PriceList | undefined }): JSX.Element {
	const trails = useTrails(prices);
	return (
		<Panel
			id="prices"
			title="Prices"
			aside={prices && <span class="total">{prices.currency} a gram</span>}
		>
			<table aria-label="Prices a gram">
				<thead>
					<tr>
						<th scope="col">Metal</th>
						<th scope="col">
							<span class="hidden">Last minute</span>
						</th>
						<th scope="col" class="number">
							Buy
						</th>
						<th scope="col" class="number">
							Sell
						</th>
					</tr>
				</thead>
				<tbody>
					{prices?.quotes.map(({ sku, name, buy, sell }) => (
						<tr key={sku}>
							<th scope="row">
								{name} <span class="sku">{sku}</span>
							</th>
							<td>
								<Trail values={trails.get(sku) ?? []} />
							</td>
							<td class="number">{money(buy)}</td>
							<td class="number">{money(sell)}</td>
						</tr>
					))}
				</tbody>
			</table>
		</Panel>
	);
}

function useTrails(prices: PriceList | undefined): ReadonlyMap<string, readonly number[]> {
	const currency = useRef<string | undefined>(undefined);
	const [trails, setTrails] = useState<ReadonlyMap<string, readonly number[]>>(new Map());
	useEffect(() => {
		if (!prices) return;
		const isSame = currency.current === prices.currency;
		currency.current = prices.currency;
		setTrails((before) => {
			const trail = (sku: string): readonly number[] => (isSame ? (before.get(sku) ?? []) : []);
			return new Map(
				prices.quotes.map(({ sku, buy }) => [sku, [...trail(sku), buy].slice(-TRAIL)]),
			);
		});
	}, [prices]);
	return trails;
}

const WIDTH = 60;
const HEIGHT = 16;

function Trail({ values }: { values: readonly number[] }): JSX.Element | null {
	if (values.length < 2) return null;
	const low = Math.min(...values);
	const range = Math.max(...values) - low || 1;
	const points = values.map((value, i) => {
		const x = (i / (values.length - 1)) * WIDTH;
		const y = HEIGHT - 1 - ((value - low) / range) * (HEIGHT - 2);
		return `${x.toFixed(1)},${y.toFixed(1)}`;
	});
	return (
		<svg class="trail" viewBox={`0 0 ${WIDTH} ${HEIGHT}`} aria-hidden="true">
			<polyline points={points.join(' ')} />
		</svg>
	);
}

export function WalletsPanel({ list }: { list: Rows<WalletOwner> | undefined }): JSX.Element {
	const [chosen, setChosen] = useState('partner');
	const owner = list?.rows.find(({ id }) => id === chosen) ?? list?.rows[0];
	return (
		<Panel id="wallets" title="Wallets">
			{list && owner && (
				<>
					<div class="control">
						<label for="wallet-owner">Whose</label>
						<select
							id="wallet-owner"
							value={owner.id}
							onChange={({ currentTarget }) => setChosen(currentTarget.value)}
						>
							{list.rows.map(({ id, name }) => (
								<option key={id} value={id}>
									{id === 'partner' ? name : `${name} (${id})`}
								</option>
							))}
						</select>
						{list.rows.length < list.total && (
							<p class="sub">The last {count(list.rows.length - 1)} customers.</p>
						)}
					</div>
					<Owner owner={owner} />
				</>
			)}
		</Panel>
	);
}

function Owner({ owner }: { owner: WalletOwner }): JSX.Element {
	const filled = owner.wallets.filter(({ balance }) => balance !== 0);
	const empty = owner.wallets.filter(({ balance }) => balance === 0);
	return (
		<>
			{filled.length === 0 ? (
				<Empty>All wallets are empty.</Empty>
			) : (
				<table aria-label={`Wallets of ${owner.name}`}>
					<thead>
						<tr>
							<th scope="col">Wallet</th>
							<th scope="col" class="number">
								Balance
							</th>
							<th scope="col" class="number">
								Reserved
							</th>
						</tr>
					</thead>
					<tbody>
						{filled.map(({ code, name, isCash, balance, blocked }) => (
							<tr key={code}>
								<th scope="row">
									{name} <span class="sku">{code}</span>
								</th>
								<td class="number">{isCash ? money(balance) : grams(balance)}</td>
								<td class="number">
									{blocked === 0 ? '–' : isCash ? money(blocked) : grams(blocked)}
								</td>
							</tr>
						))}
					</tbody>
				</table>
			)}
			{filled.length > 0 && empty.length > 0 && (
				<p class="sub">Empty: {empty.map(({ code }) => code).join(', ')}</p>
			)}
			{owner.kind !== 'partner' && (
				<dl class="facts">
					<dt>Kind</dt>
					<dd>{owner.kind}</dd>
					<dt>Identity number</dt>
					<dd>{owner.identityNumber ?? 'none'}</dd>
					<dt>KYC</dt>
					<dd>{owner.kyc}</dd>
					<dt>Saved cards</dt>
					<dd>{owner.cards.length > 0 ? owner.cards.join(', ') : 'none'}</dd>
				</dl>
			)}
		</>
	);
}
