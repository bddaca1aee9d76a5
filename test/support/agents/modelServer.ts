import fastify from 'fastify';
import type { IDataObject } from 'n8n-workflow';

import type { Script, ScriptedCall } from './scriptedAgents';

interface Message {
	role: string;
	content?: unknown;
	tool_calls?: unknown[];
}

interface Request {
	messages: Message[];
	tools?: Array<{ function: { name: string; description: string; parameters: IDataObject } }>;
}

/** One talk, as the model sees it. */
export interface ModelTalk {
	/** All that tools have answered, one entry a row. */
	answers: IDataObject[];
	/** Names, descriptions and arguments of the tools, as they were offered. */
	tools: NonNullable<Request['tools']>;
}

/** An OpenAI-compatible model that says what a script says. */
export interface ModelServer {
	/** Base URL for n8n's OpenAI credential. */
	readonly url: string;
	/** Starts a talk; the prompt has to hold what is returned. */
	begin(script: Script): { prompt: string; talk: ModelTalk };
	/** How many of the next requests it breaks down at. */
	failures: number;
	close(): Promise<void>;
}

/** Of n8n's tool messages: rows in a list, in a wrapper, or a text. */
function rowsOf(content: unknown): IDataObject[] {
	if (typeof content === 'string') {
		try {
			return rowsOf(JSON.parse(content));
		} catch {
			return [{ text: content }];
		}
	}
	if (Array.isArray(content)) return content.flatMap(rowsOf);
	const { response, text } = (content ?? {}) as IDataObject;
	if (response !== undefined) return rowsOf(response);
	return typeof text === 'string' && !('outcome' in (content as object))
		? rowsOf(text)
		: [content as IDataObject];
}

/** n8n offers a node as a tool under a name without spaces. */
export const toolNameOf = (node: string): string => node.replace(/[^a-zA-Z0-9-]/g, '_');

const asToolCall = ({ tool, args }: ScriptedCall, id: string) => ({
	id,
	type: 'function',
	function: { name: toolNameOf(tool), arguments: JSON.stringify(args) },
});

export async function startModelServer(): Promise<ModelServer> {
	const talks = new Map<string, { script: Script; talk: ModelTalk; rounds: Map<number, object> }>();
	const server = fastify({ bodyLimit: 16 * 1024 * 1024 });
	const model: ModelServer = {
		url: '',
		failures: 0,
		begin(script) {
			const prompt = `talk-${talks.size + 1}.`;
			const talk: ModelTalk = { answers: [], tools: [] };
			talks.set(prompt, { script, talk, rounds: new Map() });
			return { prompt, talk };
		},
		close: async () => await server.close(),
	};
	server.get('/v1/models', () => ({ object: 'list', data: [{ id: 'scripted', object: 'model' }] }));
	server.post('/v1/chat/completions', async (request, reply) => {
		const { messages, tools = [] } = request.body as Request;
		const name = /talk-\d+\./.exec(JSON.stringify(messages))?.[0] ?? '';
		const known = talks.get(name);
		if (known === undefined) return await reply.code(400).send({ error: { message: 'No talk' } });
		const { talk, script, rounds } = known;
		talk.tools = tools;
		talk.answers = messages
			.filter(({ role }) => role === 'tool')
			.flatMap(({ content }) => rowsOf(content));
		const round = messages.filter(({ role }) => role === 'assistant').length;
		if (round > 0 && model.failures > 0) {
			model.failures -= 1;
			return await reply.code(400).send({ error: { message: 'The model broke down' } });
		}
		// A request that comes again gets the same answer.
		const message = rounds.get(round) ?? messageOf(script(talk.answers), `${name}${round}`);
		rounds.set(round, message);
		return {
			id: `answer-${name}${round}`,
			object: 'chat.completion',
			created: 0,
			model: 'scripted',
			choices: [
				{ index: 0, message, finish_reason: 'tool_calls' in message ? 'tool_calls' : 'stop' },
			],
			usage: { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 },
		};
	});
	const address = await server.listen({ port: 0, host: '127.0.0.1' });
	return Object.assign(model, { url: `${address}/v1` });
}

function messageOf(calls: ScriptedCall[], id: string): object {
	if (calls.length === 0) return { role: 'assistant', content: 'Done.' };
	return {
		role: 'assistant',
		content: null,
		tool_calls: calls.map((call, index) => asToolCall(call, `call-${id}${index}`)),
	};
}
