/** A small page without scripts; texts are escaped here and nowhere else. */
export function page(title: string, body: readonly Html[]): string {
	return [
		'<!doctype html><html lang="tr"><head><meta charset="utf-8">',
		'<meta name="viewport" content="width=device-width,initial-scale=1">',
		`<title>${escape(title)}</title><style>${STYLE}</style></head><body><main>`,
		'<p class="note">Minted Connect Sandbox. No bank, no money.</p>',
		`<h1>${escape(title)}</h1>`,
		...body.map(({ html }) => html),
		'</main></body></html>',
	].join('');
}

export interface Html {
	html: string;
}

export function paragraph(text: string): Html {
	return { html: `<p>${escape(text)}</p>` };
}

/** A button that posts to a path. */
export function button(label: string, path: string): Html {
	return {
		html: `<form method="post" action="${escape(path)}"><button>${escape(label)}</button></form>`,
	};
}

function escape(text: string): string {
	return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

const STYLE = [
	'body{font:16px/1.5 system-ui,sans-serif;margin:0;background:#f6f4ee;color:#22201b}',
	'main{max-width:28rem;margin:12vh auto;padding:2rem;background:#fff;border-radius:12px}',
	'h1{font-size:1.3rem;margin:.2rem 0 1rem}.note{color:#6b665a;font-size:.85rem;margin:0}',
	'form{display:inline-block;margin:.5rem .5rem 0 0}',
	'button{font:inherit;padding:.6rem 1.1rem;border:0;border-radius:8px;background:#8a6d1a;color:#fff}',
].join('');
