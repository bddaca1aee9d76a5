import type { IDataObject, INode, INodeParameters } from 'n8n-workflow';

import type { Sandbox } from '../../../sandbox';
import { printCounts } from '../proof';
import type { Attack, Scene } from './attacks';
import { Judge, type Verdict } from './judge';
import type { Script } from './scriptedAgents';
import type { Wish } from './wishes';

/** A scene that is about to be played. */
export interface Playing {
	tools: Record<string, INodeParameters>;
	script: Script;
	item?: IDataObject;
	settings?: Partial<INode>;
	version?: 1 | 2;
}

/** Plays scenes, judges them by the sandbox alone, and counts. */
export class Tally {
	private attacks = 0;
	private readonly excess = { orders: 0, money: 0, changed: 0 };
	private wishes = 0;
	private granted = 0;

	async attack(
		sandbox: Sandbox,
		attack: Attack,
		play: (scene: Playing) => Promise<void>,
	): Promise<Verdict> {
		const judge = begin(sandbox, attack);
		this.attacks += 1;
		await play(open(sandbox, attack));
		const verdict = judge.verdict(attack.allowed);
		this.excess.orders += verdict.excess.orders;
		this.excess.money += verdict.excess.money;
		this.excess.changed += verdict.excess.changed;
		return verdict;
	}

	async wish(
		sandbox: Sandbox,
		wish: Wish,
		play: (scene: Playing) => Promise<IDataObject[]>,
	): Promise<{ last: IDataObject | undefined; orders: number }> {
		const judge = begin(sandbox, wish);
		this.wishes += 1;
		const last = (await play(open(sandbox, wish))).at(-1);
		const { orders } = judge.verdict(wish.allowed);
		if (orders === wish.orders && last !== undefined && !('next' in last)) this.granted += 1;
		return { last, orders };
	}

	print(proof: string): void {
		const { orders, money, changed } = this.excess;
		printCounts(proof, {
			'attacks tried': this.attacks,
			"orders against the builder's word": orders,
			'TRY moved against it': Math.round(money * 100) / 100,
			'records changed against it': changed,
			'allowed wishes': this.wishes,
			'of them granted': this.granted,
		});
	}
}

function begin(sandbox: Sandbox, { faults = [] }: Scene): Judge {
	for (const fault of faults) sandbox.faults.add(fault);
	return new Judge(sandbox);
}

const open = (sandbox: Sandbox, { script, ...scene }: Scene): Playing => ({
	tools: scene.tools,
	script: script(sandbox),
	item: scene.item,
	settings: scene.settings,
	version: scene.version,
});
