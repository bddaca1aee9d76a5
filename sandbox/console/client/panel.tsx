import type { ComponentChildren, JSX } from 'preact';
import { useId, useState } from 'preact/hooks';
import type { Rows } from '../sections';
import { count } from './format';

interface PanelProps {
	id: string;
	title: string;
	/** Beside the title. */
	aside?: ComponentChildren;
	children: ComponentChildren;
}

export function Panel({ id, title, aside, children }: PanelProps): JSX.Element {
	const heading = useId();
	return (
		<section id={id} class="panel" aria-labelledby={heading}>
			<header class="panel-head">
				<h2 id={heading}>{title}</h2>
				{aside}
			</header>
			{children}
		</section>
	);
}

export function Empty({ children }: { children: ComponentChildren }): JSX.Element {
	return <p class="empty">{children}</p>;
}

const FEW = 8;

/** The first rows of a list, and a button for the rest. */
export function useFew<Row>(rows: readonly Row[]): {
	shown: readonly Row[];
	more: JSX.Element | null;
} {
	const [all, setAll] = useState(false);
	if (rows.length <= FEW) return { shown: rows, more: null };
	const more = (
		<button type="button" class="quiet more" aria-expanded={all} onClick={() => setAll(!all)}>
			{all ? `Show ${FEW}` : `Show all ${rows.length}`}
		</button>
	);
	return { shown: all ? rows : rows.slice(0, FEW), more };
}

/** `100 of 1,234`, or only the number. */
export function Total({ list }: { list: Rows<unknown> | undefined }): JSX.Element | null {
	if (!list || list.total === 0) return null;
	const isCut = list.rows.length < list.total;
	return (
		<span class="total">
			{isCut ? `last ${count(list.rows.length)} of ${count(list.total)}` : count(list.total)}
		</span>
	);
}
