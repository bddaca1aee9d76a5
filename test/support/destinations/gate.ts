/** Holds a request back, so that others overtake it. */
export class Gate {
	private held: Promise<void> | undefined;
	/** How many requests have been held back so far. */
	arrived = 0;

	/** The next request waits until the returned function is called; those after it do not. */
	holdNext(): () => void {
		let release: () => void = () => {};
		this.held = new Promise((resolve) => (release = resolve));
		return release;
	}

	async pass(): Promise<void> {
		const { held } = this;
		if (held === undefined) return;
		this.held = undefined;
		this.arrived++;
		await held;
	}
}
