import fc from 'fast-check';

/** Texts as hostile as they come: separators, escapes, controls, half characters, other scripts. */
export const hostileText: fc.Arbitrary<string> = fc.oneof(
	fc.string({ unit: 'binary', maxLength: 40 }),
	fc
		.array(
			fc.constantFrom(
				...['/', '..', '.', '%2F', '%2e', '\\', '?', '#', '&', '=', ' ', '\r\n', '\0', '\t'],
				...['é', 'ş', '漢', '👍', '\ud83d', '\u2028', '@', ':', ';', "'", '(', '*', 'a', '7'],
			),
			{ minLength: 1, maxLength: 12 },
		)
		.map((parts) => parts.join('')),
);
