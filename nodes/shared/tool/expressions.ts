/** What a field's raw text may bring, by its grammar alone: nothing is evaluated. */
export interface Sources {
	/** `unclear` is everything that is not plainly one of the others. */
	kind: 'literal' | 'expression' | 'unclear';
	/** Names of the nodes that it reads. */
	nodes: readonly string[];
	/** Whether the model chooses the value, or a part of it. */
	asksModel: boolean;
}

const NAME = String.raw`'(?:[^'"\\\x60{}$\r\n]|\\')+'|"[^'"\\\x60{}$\r\n]+"`;
const KEY = String.raw`\.[\p{ID_Start}_$][\p{ID_Continue}$]*|\[\s*(?:\d{1,6}|${NAME})\s*\]`;
const TIDY = String.raw`(?:\.(?:trim|toString|toUpperCase|toLowerCase)\(\s*\))?`;

/** `$('Node').item.json.field`: what n8n paired with this call before the model was asked. */
const NODE_FIELD = new RegExp(
	String.raw`^\$\(\s*(${NAME})\s*\)\.item\.json(?:${KEY})+${TIDY}$`,
	'u',
);
const SETTING = new RegExp(String.raw`^\$vars(?:${KEY})+${TIDY}$`, 'u');
const PLACE = /^\$(?:workflow|execution)\.id$/;

const TEXT = [
	String.raw`'(?:[^'\\{}]|\\['"\`nt\\])*'`,
	String.raw`"(?:[^"\\{}]|\\['"\`nt\\])*"`,
	String.raw`\`(?:[^\`\\{}$]|\\['"\`nt\\])*\``,
].join('|');
const VALUE = String.raw`(?:${TEXT}|-?\d+(?:\.\d+)?|true|false)`;
const CONSTANT = new RegExp(`^${VALUE}$`);
/** As the editor's button writes it: with a marker before it, and backticks. */
const FROM_AI = new RegExp(
	String.raw`^(?:/\*[\w-]*\*/)?\s*\$fromAI\s*\(\s*${VALUE}(?:\s*,\s*${VALUE})*\s*\)$`,
	'i',
);

const UNCLEAR: Sources = { kind: 'unclear', nodes: [], asksModel: false };

/**
 * Reads where a field's text takes its value from. An allow list: whatever is written in another
 * way than the few known ones is unclear, however harmless it may be.
 *
 * @param text as n8n stores it: an expression begins with "="
 */
export function readSources(text: string): Sources {
	if (!text.startsWith('=')) return { kind: 'literal', nodes: [], asksModel: false };
	const nodes: string[] = [];
	let asksModel = false;
	const parts = text.slice(1).split(/(\{\{[^]*?\}\})/);
	for (const part of parts) {
		const code = /^\{\{([^]*)\}\}$/.exec(part)?.[1]?.trim();
		if (code === undefined) {
			if (/\{\{|\}\}|\\/.test(part)) return UNCLEAR;
			continue;
		}
		const [, name] = NODE_FIELD.exec(code) ?? [];
		if (name !== undefined) nodes.push(name.slice(1, -1).replaceAll(String.raw`\'`, "'"));
		else if (FROM_AI.test(code)) asksModel = true;
		else if (![SETTING, PLACE, CONSTANT].some((form) => form.test(code))) return UNCLEAR;
	}
	return { kind: 'expression', nodes, asksModel };
}

/** Every text in a value of a form, with the path to it; locators and collections hold more of them. */
export function textsIn(value: unknown, path: readonly string[] = []): Array<[string[], string]> {
	if (typeof value === 'string') return [[[...path], value]];
	if (typeof value !== 'object' || value === null) return [];
	return Object.entries(value).flatMap(([key, inner]) => textsIn(inner, [...path, key]));
}
