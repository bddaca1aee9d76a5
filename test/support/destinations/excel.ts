type Cell = string | number | boolean | Date | null;

// Its types are declared for ES modules only.
const { readSheet } = jest.requireActual<{ readSheet: (file: Buffer) => Promise<Cell[][]> }>(
	'read-excel-file/node',
);

/** The rows of an Excel file below its header, as objects by column; an empty cell is ''. */
export async function readExcel(file: Buffer): Promise<Array<Record<string, Cell>>> {
	const [header = [], ...rows] = await readSheet(file);
	return rows.map((row) =>
		Object.fromEntries(header.map((name, index) => [String(name), row[index] ?? ''])),
	);
}
