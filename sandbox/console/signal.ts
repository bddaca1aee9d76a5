/** Says that something has changed, to whoever listens; costs nothing while nobody does. */
export class Signal {
	private readonly listeners = new Set<() => void>();

	raise(): void {
		for (const listener of this.listeners) listener();
	}

	/** The returned function ends the listening. */
	listen(listener: () => void): () => void {
		this.listeners.add(listener);
		return () => this.listeners.delete(listener);
	}
}
