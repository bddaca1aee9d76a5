import type { ICredentialTestRequest, ICredentialType, Icon, INodeProperties } from 'n8n-workflow';
import { endpoints } from '../minted/generated/endpoints';
import { authenticate, preAuthentication } from '../nodes/shared/sendHttp';

export class MintedConnectApi implements ICredentialType {
	name = 'mintedConnectApi';

	displayName = 'Minted Connect API';

	documentationUrl =
		'https://github.com/n8n-nodes-minted-connect/n8n-nodes-minted-connect#credentials';

	icon: Icon = {
		light: 'file:mintedConnect.svg',
		dark: 'file:mintedConnect.dark.svg',
	};

	properties: INodeProperties[] = [
		{
			// Always empty: n8n then calls preAuthentication before each request, and stores nothing.
			displayName: 'Digest Session',
			name: 'digestSession',
			type: 'hidden',
			typeOptions: { expirable: true },
			default: '',
		},
		{
			displayName: 'Environment',
			name: 'environment',
			type: 'options',
			options: [
				{
					name: 'Staging',
					value: 'staging',
					description: "Minted's test environment: https://api.staging.mintedconnect.com",
				},
				{
					name: 'Production',
					value: 'production',
					description:
						'https://api.mintedconnect.com. No public page gives this address, it follows from that of staging; if Minted gave you another one, choose Custom.',
				},
				{
					name: 'Custom',
					value: 'custom',
					description: 'An address of your own choice, e.g. of the local sandbox',
				},
			],
			default: 'staging',
			description:
				'Where orders are placed. Orders in Production are real and cost money. The production address is not on any public page; the one used here follows from that of staging.',
		},
		{
			displayName: 'Base URL',
			name: 'baseUrl',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'e.g. https://api.staging.mintedconnect.com',
			description: 'Starts with https://, or with http:// for this machine only',
			displayOptions: { show: { environment: ['custom'] } },
		},
		{
			displayName: 'User Name',
			name: 'username',
			type: 'string',
			default: '',
			required: true,
			description: 'The user name for the Partner API that Minted gave you',
		},
		{
			displayName: 'Password',
			name: 'password',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			required: true,
			description: 'It is never sent: requests are signed with it (HTTP Digest)',
		},
		{
			displayName: 'API Version',
			name: 'apiVersion',
			type: 'options',
			options: [
				{
					name: 'As Documented',
					value: 'documented',
					description: "What each endpoint's page says: 3 for Price Fix, 2 for all others",
				},
				{ name: '2', value: '2' },
				{ name: '3', value: '3' },
			],
			default: 'documented',
			description: 'The api-version header. Leave it unless Minted told you otherwise.',
		},
		{
			displayName: 'Client ID',
			name: 'clientId',
			type: 'string',
			default: 'web',
			description: 'The x-client-id header: the sales channel that orders are counted under',
		},
		{
			displayName: 'Language',
			name: 'language',
			type: 'options',
			options: [
				{ name: 'English', value: 'en' },
				{ name: 'Turkish', value: 'tr' },
			],
			default: 'tr',
			description: 'The language of the texts and error messages that Minted sends',
		},
		{
			displayName: 'Endpoint Paths (JSON)',
			name: 'endpointPaths',
			type: 'json',
			default: '{}',
			description:
				'Paths that Minted gave you where they differ from the assumed ones, e.g. {"getOrders": "/partner/order/list"}. They hold for every node, trigger and list that uses this credential. The names of the endpoints are in the documentation of this package.',
		},
		{
			displayName: 'Webhook Secret',
			name: 'webhookSecret',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			description:
				'Only for the Minted Connect Trigger with "Verify Pushes By" set to a secret: the value that Minted sends along with each push',
		},
	];

	preAuthentication = preAuthentication;

	authenticate = authenticate;

	/** Price Fix is documented, reads only, and needs nothing but the right user. */
	test: ICredentialTestRequest = {
		request: {
			method: 'POST',
			// Relative: authenticate puts the environment's address before it.
			url: endpoints.priceFix.path,
			headers: {
				'api-version': endpoints.priceFix.apiVersion,
				'x-client-id': '={{ $credentials.clientId || "web" }}',
			},
			body: { type: 'digital' },
		},
		rules: [
			{
				type: 'responseSuccessBody',
				properties: {
					key: 'success',
					value: false,
					message:
						'Minted accepted the user name and password, but refused to fix a price for this account. Ask Minted whether the Partner API is enabled for it.',
				},
			},
		],
	};
}
