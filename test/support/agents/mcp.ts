import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import type { IDataObject } from 'n8n-workflow';

import type { Script } from './scriptedAgents';
import { toolNameOf } from './modelServer';

/** One session of an MCP client, which calls what the script says; `nameOf` tells the tools' nodes. */
export async function talkOverMcp(
	url: string,
	script: Script,
	nameOf: (tool: string) => string = (tool) => tool,
): Promise<IDataObject[]> {
	const client = new Client({ name: 'test', version: '1.0.0' });
	await client.connect(new StreamableHTTPClientTransport(new URL(url)));
	const answers: IDataObject[] = [];
	try {
		for (let calls = script(answers); calls.length > 0; calls = script(answers)) {
			const results = await Promise.all(
				calls.map(async ({ tool, args }) => {
					const name = toolNameOf(nameOf(tool));
					return await client.callTool({ name, arguments: args });
				}),
			);
			answers.push(...results.flatMap(({ content }) => rowsOf(content)));
		}
	} finally {
		await client.close();
	}
	return answers;
}

function rowsOf(content: unknown): IDataObject[] {
	const texts = (content as Array<{ text?: string }>).map(({ text = '' }) => text);
	return texts.flatMap((text) => {
		try {
			return JSON.parse(text) as IDataObject[];
		} catch {
			return [{ text }];
		}
	});
}
