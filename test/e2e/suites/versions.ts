/** What n8n 1.100, the oldest that is tested, lacks or gets wrong; n8n 1.123 does not. */
import { lt } from 'semver';
import { hasTables } from '../../../harness/n8n/olderN8n';
import { chosenVersion } from '../../../harness/n8n/versions';

const itSince = lt(chosenVersion(), '1.123.0') ? it.skip : it;

/** It has no Data Tables, so that nothing can be said of what is in them. */
export const itWithTables = hasTables(chosenVersion()) ? it : it.skip;

/** It answers 404 for the description of a community node's output, which lies below `.n8n`. */
export const itWithSchemas = itSince;

/** It cuts the time of a publication to the second, so that its list is in no order within one. */
export const itWithExactTimes = itSince;
