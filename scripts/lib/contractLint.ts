/** The contract judged by Redocly's rules for OpenAPI; offline, as redocly.yaml says. */
import { join } from 'node:path';
import { lintFromString, loadConfig, type NormalizedProblem } from '@redocly/openapi-core';
import { CONTRACT } from './contract';

export async function lintContract(root: string, source: string): Promise<NormalizedProblem[]> {
	const config = await loadConfig({ configPath: join(root, 'redocly.yaml') });
	return await lintFromString({ source, absoluteRef: join(root, CONTRACT), config });
}
