import { NodeConnectionTypes } from 'n8n-workflow';

/** The first n8n that has what every node of this package is described with. */
const OLDEST = '1.85';

// Whatever stands on this file loads with it: n8n then shows this instead of a failure in its own code.
if ((NodeConnectionTypes as unknown) === undefined) {
	throw new Error(
		`Minted Connect needs n8n ${OLDEST} or newer, and this n8n is older. Update n8n, then install Minted Connect again.`,
	);
}
