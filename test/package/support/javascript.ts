import ts from 'typescript';

export interface Facts {
	/** What is required or imported; `*` where the name is not a literal. */
	modules: string[];
	/** Names that the file uses without declaring them itself. */
	globals: string[];
}

/** Reads a script's syntax tree, so that comments and texts do not count. */
export function readJavaScript(text: string): Facts {
	const source = ts.createSourceFile('file.js', text, ts.ScriptTarget.ES2022, true);
	const modules = new Set<string>();
	const names = new Set<string>();
	const declared = new Set<string>();
	const visit = (node: ts.Node): void => {
		const requested = requestedModule(node);
		if (requested !== undefined) modules.add(requested);
		if (ts.isIdentifier(node)) {
			if (isDeclaration(node)) declared.add(node.text);
			else if (!isPropertyName(node)) names.add(node.text);
		}
		ts.forEachChild(node, visit);
	};
	visit(source);
	return {
		modules: [...modules],
		globals: [...names].filter((name) => !declared.has(name)),
	};
}

function requestedModule(node: ts.Node): string | undefined {
	if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) {
		return node.moduleSpecifier && literal(node.moduleSpecifier);
	}
	if (!ts.isCallExpression(node)) return undefined;
	const { expression } = node;
	const loads =
		expression.kind === ts.SyntaxKind.ImportKeyword ||
		(ts.isIdentifier(expression) && expression.text === 'require');
	return loads ? literal(node.arguments[0]) : undefined;
}

function literal(node: ts.Node | undefined): string {
	return node && ts.isStringLiteral(node) ? node.text : '*';
}

function isDeclaration(node: ts.Identifier): boolean {
	const { parent } = node;
	return (
		(ts.isVariableDeclaration(parent) ||
			ts.isFunctionDeclaration(parent) ||
			ts.isFunctionExpression(parent) ||
			ts.isClassDeclaration(parent) ||
			ts.isParameter(parent) ||
			ts.isBindingElement(parent)) &&
		parent.name === node
	);
}

function isPropertyName(node: ts.Identifier): boolean {
	const { parent } = node;
	return (
		(ts.isPropertyAccessExpression(parent) && parent.name === node) ||
		((ts.isPropertyAssignment(parent) ||
			ts.isMethodDeclaration(parent) ||
			ts.isPropertyDeclaration(parent) ||
			ts.isGetAccessor(parent) ||
			ts.isSetAccessor(parent)) &&
			parent.name === node) ||
		(ts.isBindingElement(parent) && parent.propertyName === node)
	);
}
