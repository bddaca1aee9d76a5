import {
	NodeConnectionTypes,
	type INodeType,
	type INodeTypeDescription,
	type IWebhookFunctions,
	type IWebhookResponseData,
} from 'n8n-workflow';
import { DESCRIPTION } from '../shared/nodeTexts';
import { SENSITIVE_ORDER_FIELDS } from '../shared/sensitiveFields';
import { CREDENTIAL_TYPE } from '../shared/sendHttp';
import { filterFields } from '../shared/triggerFields';
import { receivePush } from './receivePush';

export class MintedConnectTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Minted Connect Trigger',
		name: 'mintedConnectTrigger',
		icon: { light: 'file:mintedConnect.svg', dark: 'file:mintedConnect.dark.svg' },
		group: ['trigger'],
		// For a webhook of version 1, n8n evaluates an expression at every request.
		version: [1, 1.1],
		subtitle: '={{ $parameter["orderTypes"].join(", ") || "any order" }}',
		description: DESCRIPTION,
		defaults: { name: 'Minted Connect Trigger' },
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: CREDENTIAL_TYPE, required: true }],
		webhooks: [
			{
				name: 'default',
				httpMethod: 'POST',
				responseMode: 'onReceived',
				responseData: 'noData',
				path: 'webhook',
			},
		],
		sensitiveOutputFields: SENSITIVE_ORDER_FIELDS,
		eventTriggerDescription: 'Waiting for Minted to push an order',
		activationMessage:
			'Minted can now push orders to the production URL. Tell Minted that URL if you have not yet.',
		triggerPanel: {
			header: 'Receive order pushes from Minted',
			executionsHelp: {
				inactive:
					'Minted sends pushes to one URL that it keeps on record for you. Nothing can be registered over its API, so <b>ask Minted to set it</b>.<br><br><b>To test:</b> click Execute step, give Minted (or your sandbox) the <b>Test URL</b> above, then place an order or use Order > Push Webhook.<br><br><b>Before the first push:</b> click <b>set mock data</b> at the right and paste the <a href="https://github.com/n8n-nodes-minted-connect/n8n-nodes-minted-connect/blob/main/docs/examples.md#a-sample-order" target="_blank">sample order</a>, to build on its fields.<br><br><b>To go live:</b> publish the workflow and have Minted set the <b>Production URL</b>. The test URL stops working when you leave the editor.',
				active:
					'<b>To test:</b> click Execute step and send a push to the <b>Test URL</b> above.<br><br><b>Live pushes</b> arrive at the <b>Production URL</b> and do not show here: look at the executions list.',
			},
			activationHint:
				'When it works with the test URL, publish the workflow and have Minted set the production URL.',
		},
		properties: [
			{
				displayName:
					'Minted must be told the URL of this trigger: copy the production URL from Webhook URLs above and ask Minted to set it for your account.',
				name: 'registrationNotice',
				type: 'notice',
				default: '',
			},
			...filterFields,
			{
				displayName: 'Verify Pushes By',
				name: 'verification',
				type: 'options',
				options: [
					{
						name: 'Reading the Order Again',
						value: 'api',
						description:
							'Gets the order from Minted before anything starts: a forged push cannot start the workflow, and the data is always current',
					},
					{
						name: 'Secret',
						value: 'secret',
						description:
							'Trusts a push that carries the Webhook Secret of the credential. Faster, but the data is what the push says.',
					},
				],
				default: 'api',
				description: 'How a push is told from a forged one',
			},
			{
				displayName: 'Secret Sent As',
				name: 'secretLocation',
				type: 'options',
				options: [
					{ name: 'Header', value: 'header' },
					{ name: 'Query Parameter', value: 'query' },
				],
				default: 'header',
				displayOptions: { show: { verification: ['secret'] } },
			},
			{
				displayName: 'Secret Name',
				name: 'fieldName',
				type: 'string',
				default: 'x-webhook-secret',
				required: true,
				description: 'Name of the header or query parameter that carries the secret',
				displayOptions: { show: { verification: ['secret'] } },
			},
			{
				displayName: 'Options',
				name: 'options',
				type: 'collection',
				placeholder: 'Add Option',
				default: {},
				options: [
					{
						displayName: 'Drop Repeats',
						name: 'dropRepeats',
						type: 'boolean',
						default: true,
						description:
							'Whether to ignore a push for an order and status that has started the workflow before. It works within one n8n process; use dedupKey of the output to be sure at the destination.',
					},
					{
						displayName: 'Include Headers',
						name: 'includeHeaders',
						type: 'boolean',
						default: false,
						description:
							'Whether to add the headers of the push to the output, without credentials',
					},
					{
						displayName: 'IP Allow List',
						name: 'ipAllowList',
						type: 'string',
						default: '',
						placeholder: 'e.g. 192.0.2.10, 198.51.100.0/24',
						description:
							'Addresses or blocks that may push, separated by commas. Behind a proxy, n8n must be told to trust it (N8N_PROXY_HOPS).',
					},
				],
			},
		],
	};

	/** Registration is by hand: there is no API for it, so there is nothing to check or to do. */
	webhookMethods = {
		default: {
			async checkExists(): Promise<boolean> {
				return true;
			},
			async create(): Promise<boolean> {
				return true;
			},
			async delete(): Promise<boolean> {
				return true;
			},
		},
	};

	async webhook(this: IWebhookFunctions): Promise<IWebhookResponseData> {
		return await receivePush(this);
	}
}
