import { lt } from 'semver';
import { hasTables } from '../../../harness/n8n/olderN8n';
import { chosenVersion } from '../../../harness/n8n/versions';

/** Of the versions that are tested, the first that hands a file in its hidden folder `.n8n` on. */
const HANDS_SCHEMAS_ON = '1.123.0';

/** n8n 1.100 has no Data Tables, so that nothing can be said of what is in them. */
export const itWithTables = hasTables(chosenVersion()) ? it : it.skip;

/** n8n 1.100 answers 404 for the description of a community node's output, which lies in `.n8n`. */
export const itWithSchemas = lt(chosenVersion(), HANDS_SCHEMAS_ON) ? it.skip : it;
