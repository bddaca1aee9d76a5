import type { CheckBasis, EndpointCheck, Presence } from '../../minted/client/checkEndpoints';
import type { ConnectionSettings } from '../../minted/client/connection';
import type { ShapeDifference } from '../../minted/client/shape';
import { endpoints } from '../../minted/generated/endpoints';

/** One endpoint as the user reads it, in n8n's table from left to right: what was found comes first. */
export interface CheckRow {
	endpoint: string;
	result: 'there' | 'not_there' | 'other_method' | 'cannot_tell';
	method: string;
	path: string;
	/** HTTP status that this is based on. */
	status: number | null;
	based_on: string;
	what_to_do: string;
	/** documented, likely, assumed. */
	certainty: string;
	/** For the credential's Endpoint Paths, with the path still to be replaced; empty for none. */
	entry: string;
	/** Only where the endpoint was read with a signature. */
	signed_read: SignedReadRow | null;
}

interface SignedReadRow {
	status: number | null;
	differences: ShapeDifference[];
	not_seen: string[];
}

const RESULTS: Record<Presence, CheckRow['result']> = {
	there: 'there',
	notThere: 'not_there',
	otherMethod: 'other_method',
	cannotTell: 'cannot_tell',
};

const BASED_ON: Record<CheckBasis, string> = {
	wantsSignature: 'It asks to sign in; a made-up path beside it is not known',
	answers: 'It answers; a made-up path beside it is not known',
	noSuchPath: 'The API does not know this path',
	methodRefused: 'The API knows the path, but not with this method',
	neighbourRefusedAlike:
		'The method is refused here as on a made-up path beside it: only a wider path is there',
	neighbourAnswers:
		'A made-up path beside it is answered as if it were there, so no answer would tell',
	noDigest: 'No documented endpoint asked to sign in with HTTP Digest, so nothing else was asked',
	noClearAnswer: 'The answer says nothing: the API was busy, or something in between answered',
	noAnswer: 'There was no answer',
	signedAnswer: 'It answered a signed read',
	signedNoSuchPath:
		'A signed read of it is answered as one of a made-up path beside it: the path is not known',
	signedMethodRefused: 'The API knows the path, but not with GET, as it said to a signed read',
};

/** The rows for the output of the node and for the report: what is left to be done comes first. */
export function explainChecks(
	checks: readonly EndpointCheck[],
	paths: ConnectionSettings['endpointPaths'],
): CheckRow[] {
	const rows = checks.map((check) => explainCheck(check, paths[check.endpoint] !== undefined));
	const isThere = ({ result }: CheckRow) => result === 'there';
	return [...rows.filter((row) => !isThere(row)), ...rows.filter(isThere)];
}

function explainCheck(check: EndpointCheck, fromCredential: boolean): CheckRow {
	const { endpoint, method, path, presence, basis, status, signedRead, allowed } = check;
	const wrong = presence === 'notThere' || presence === 'otherMethod';
	const allow = allowed === undefined ? '' : ` (${allowed})`;
	return {
		endpoint,
		result: RESULTS[presence],
		method,
		path,
		status: status ?? null,
		based_on: `${BASED_ON[basis]}${allow}.`,
		what_to_do: whatToDo(check, fromCredential),
		certainty: endpoints[endpoint].certainty,
		entry: wrong ? JSON.stringify({ [endpoint]: path }) : '',
		signed_read:
			signedRead === undefined
				? null
				: {
						status: signedRead.status ?? null,
						differences: signedRead.shape?.differences ?? [],
						not_seen: signedRead.shape?.notSeen ?? [],
					},
	};
}

function whatToDo(check: EndpointCheck, fromCredential: boolean): string {
	const { endpoint, presence, basis } = check;
	const { title } = endpoints[endpoint];
	if (presence === 'there') {
		return (check.signedRead?.shape?.differences.length ?? 0) > 0
			? 'The path is right. The answer has another shape than described: send this item to the makers of this package.'
			: 'Nothing: the path is right.';
	}
	if (presence !== 'cannotTell') {
		const place = fromCredential
			? `correct the entry "${endpoint}" under Endpoint Paths in the credential`
			: 'put the entry into Endpoint Paths in the credential, with that path in it';
		return `Ask Minted for the path of "${title}", then ${place}.${presence === 'otherMethod' ? ' If the path is right and only the method is another, use API Call > Call, and report it.' : ''}`;
	}
	if (basis === 'noClearAnswer' || basis === 'noAnswer') return 'Run the check again later.';
	if (basis === 'noDigest') {
		return 'Check the Environment and the Base URL in the credential, and whether a proxy or firewall stands in between.';
	}
	const { method, effect } = endpoints[endpoint];
	return method === 'GET' && effect === 'read'
		? 'Switch on Signed Reads, with the IDs that the path needs, or ask Minted.'
		: `Ask Minted for the path of "${title}".`;
}
