/** The second lint: stricter, and over all TypeScript. n8n's own rules are in eslint.config.mjs. */
import tseslint from 'typescript-eslint';

const PUBLISHED = ['credentials/**/*.ts', 'minted/**/*.ts', 'nodes/**/*.ts'];
const TESTS = ['test/**/*.ts'];

/** Lines that count for a limit. */
const counted = (max) => ({ max, skipBlankLines: true, skipComments: true });

export default tseslint.config(
	{ ignores: ['dist/**', 'node_modules/**', 'minted/generated/**', '**/*.{js,cjs,mjs}'] },
	{
		files: ['**/*.ts', '**/*.tsx'],
		extends: [tseslint.configs.strictTypeChecked],
		linterOptions: { reportUnusedDisableDirectives: 'error' },
		languageOptions: {
			parserOptions: {
				project: ['./tsconfig.dev.json', './sandbox/console/client/tsconfig.json'],
				tsconfigRootDir: import.meta.dirname,
			},
		},
		rules: {
			'@typescript-eslint/consistent-type-imports': 'error',
			'@typescript-eslint/explicit-module-boundary-types': 'error',
			complexity: ['error', 18],
			eqeqeq: 'error',
			'max-lines': ['error', counted(350)],
			'max-lines-per-function': ['error', counted(60)],
			'max-params': ['error', 5],
			'no-param-reassign': 'error',
			'no-warning-comments': ['error', { terms: ['todo', 'fixme', 'xxx'], location: 'anywhere' }],

			// A leading underscore says that a name is there for its place only.
			'@typescript-eslint/no-unused-vars': [
				'error',
				{ argsIgnorePattern: '^_', varsIgnorePattern: '^_', destructuredArrayIgnorePattern: '^_' },
			],
			'@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
			'@typescript-eslint/restrict-template-expressions': [
				'error',
				{ allowNumber: true, allow: [{ name: 'Decimal', from: 'package', package: 'decimal.js' }] },
			],
			// Types tell what the API promises; the code also stands when the promise is broken.
			'@typescript-eslint/no-unnecessary-condition': 'off',
			// A caller may know more of parsed data than the function that brings it.
			'@typescript-eslint/no-unnecessary-type-parameters': 'off',
			// An async function without await is one that n8n or an interface wants a promise of.
			'@typescript-eslint/require-await': 'off',
			// Interfaces here are written with methods and taken apart: none of them uses "this".
			'@typescript-eslint/unbound-method': 'off',
		},
	},
	{
		files: PUBLISHED,
		rules: { 'no-console': 'error' },
	},
	{
		// One function sets up what its closures share.
		files: ['sandbox/**/*.ts', 'sandbox/**/*.tsx'],
		rules: { 'max-lines-per-function': ['error', counted(150)] },
	},
	{
		// A "describe" is no function, matchers of jest and parsed answers are of type any, and what is
		// missing or of another shape fails the test.
		files: TESTS,
		rules: {
			'max-lines': ['error', counted(600)],
			complexity: 'off',
			'max-lines-per-function': 'off',
			'@typescript-eslint/no-base-to-string': 'off',
			'@typescript-eslint/no-non-null-assertion': 'off',
			'@typescript-eslint/no-unsafe-argument': 'off',
			'@typescript-eslint/no-unsafe-assignment': 'off',
			'@typescript-eslint/no-unsafe-call': 'off',
			'@typescript-eslint/no-unsafe-member-access': 'off',
			'@typescript-eslint/no-unsafe-return': 'off',
			'@typescript-eslint/restrict-plus-operands': 'off',
			// Anything can be thrown, and tests show that it is borne.
			'@typescript-eslint/only-throw-error': 'off',
			'@typescript-eslint/prefer-promise-reject-errors': 'off',
		},
	},
	{
		// Stands for n8n's HTTP Request node, which uses n8n's older helper.
		files: ['test/support/inProcess/httpRequestNode.ts'],
		rules: { '@typescript-eslint/no-deprecated': 'off' },
	},
	{
		// A file by a computed path, and a package whose types are wrong, have no import.
		files: ['scripts/lib/coverageTables.ts', 'harness/n8n/client.ts', 'test/unit/registry/**'],
		rules: { '@typescript-eslint/no-require-imports': 'off' },
	},
);
