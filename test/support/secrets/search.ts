import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** A value that must not be found, and what it is. */
export interface Secret {
	name: string;
	value: string;
}

/** Where a secret was found, and how it was written there. */
export interface Finding {
	where: string;
	secret: string;
	form: string;
}

/** Code that was installed there is no trace of a run. */
const NOT_SEARCHED = new Set(['node_modules']);

/**
 * The bytes of a value inside of base64, whatever stands before it: the first and last characters
 * depend on the neighbours and are left out. Empty for values too short to be recognised so.
 */
function insideBase64(value: Buffer): Buffer[] {
	return [0, 1, 2].map((shift) => {
		const text = Buffer.concat([Buffer.alloc(shift), value]).toString('base64');
		const certain = text.slice(shift === 0 ? 0 : shift + 1).replace(/=+$/, '');
		return Buffer.from(certain.slice(0, -1));
	});
}

/** All forms in which a value may be written down, by name; equal ones once. */
export function formsOf(value: string): Map<string, Buffer> {
	const utf8 = Buffer.from(value);
	const forms: Array<[string, Buffer]> = [
		['as it is', utf8],
		['JSON-escaped', Buffer.from(JSON.stringify(value).slice(1, -1))],
		['JSON-escaped twice', Buffer.from(JSON.stringify(JSON.stringify(value)).slice(3, -3))],
		['URL-encoded', Buffer.from(encodeURIComponent(value))],
		['hex', Buffer.from(utf8.toString('hex'))],
		['UTF-16', Buffer.from(value, 'utf16le')],
		...insideBase64(utf8).map((bytes, index): [string, Buffer] => [`base64 ${index}`, bytes]),
	];
	const known = new Set<string>();
	return new Map(
		forms.filter(([, bytes]) => {
			const text = bytes.toString('latin1');
			if (bytes.length < 6 || known.has(text)) return false;
			known.add(text);
			return true;
		}),
	);
}

/** Searches for the same values in many places. Values shorter than 6 bytes are refused: chance finds them. */
export class SecretSearch {
	private readonly wanted: Array<{ secret: string; form: string; bytes: Buffer }>;
	private bytesRead = 0;
	private placesSearched = 0;

	constructor(secrets: readonly Secret[]) {
		this.wanted = secrets.flatMap(({ name, value }) => {
			if (value.length < 6) throw new RangeError(`${name} is too short to search for`);
			return [...formsOf(value)].map(([form, bytes]) => ({ secret: name, form, bytes }));
		});
	}

	/** How much was searched so far: a search that reads nothing finds nothing. */
	get searched(): { places: number; bytes: number } {
		return { places: this.placesSearched, bytes: this.bytesRead };
	}

	bytes(where: string, bytes: Buffer): Finding[] {
		this.placesSearched++;
		this.bytesRead += bytes.length;
		return this.wanted
			.filter((wanted) => bytes.includes(wanted.bytes))
			.map(({ secret, form }) => ({ where, secret, form }));
	}

	/** Any value that can be written as JSON, such as an answer of n8n or the data of an execution. */
	value(where: string, value: unknown): Finding[] {
		return this.bytes(
			where,
			Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)),
		);
	}

	/** Every file below a folder, installed packages left out. */
	async folder(folder: string): Promise<Finding[]> {
		const findings: Finding[] = [];
		for (const entry of await readdir(folder, { withFileTypes: true })) {
			const path = join(folder, entry.name);
			if (entry.isDirectory()) {
				if (!NOT_SEARCHED.has(entry.name)) findings.push(...(await this.folder(path)));
			} else if (entry.isFile()) {
				findings.push(...this.bytes(path, await readFile(path)));
			}
		}
		return findings;
	}
}
