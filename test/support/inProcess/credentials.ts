import {
	ICredentialsHelper,
	NodeHelpers,
	type ICredentialDataDecryptedObject,
	type ICredentials,
	type IHttpRequestHelper,
	type IHttpRequestOptions,
	type INode,
	type INodeProperties,
	type IRequestOptionsSimplified,
	type IWorkflowExecuteAdditionalData,
} from 'n8n-workflow';
import { MintedConnectApi } from '../../../credentials/MintedConnectApi.credentials';
import type { Sandbox } from '../../../sandbox';

export type CredentialValues = Record<string, string>;

export const CREDENTIAL = { id: 'credential', name: 'Sandbox account' };

/** The credential of a user who works against this sandbox. */
export function sandboxCredential({ url, username, password }: Sandbox): CredentialValues {
	return { environment: 'custom', baseUrl: url, username, password };
}

/**
 * One stored credential, handled as n8n's own CredentialsHelper does: defaults filled in, a fresh
 * object for each reading, `preAuthentication` only while the expirable property is empty or the
 * credential counts as expired, and what it returns stored only with that property in it.
 */
export class StoredCredential extends ICredentialsHelper {
	/** How often n8n wrote the credential: a nonce must not be stored. */
	writes = 0;

	constructor(
		private stored: CredentialValues,
		private readonly type = new MintedConnectApi(),
	) {
		super();
	}

	override async authenticate(
		credentials: ICredentialDataDecryptedObject,
		_type: string,
		requestOptions: IHttpRequestOptions | IRequestOptionsSimplified,
	): Promise<IHttpRequestOptions> {
		return await this.type.authenticate(credentials, requestOptions as IHttpRequestOptions);
	}

	override async preAuthentication(
		helpers: IHttpRequestHelper,
		credentials: ICredentialDataDecryptedObject,
		_type: string,
		_node: INode,
		credentialsExpired: boolean,
	): Promise<ICredentialDataDecryptedObject | undefined> {
		const expirable = this.type.properties.find(
			({ type, typeOptions }) => type === 'hidden' && typeOptions?.expirable === true,
		);
		if (expirable === undefined) return undefined;
		if (credentials[expirable.name] !== '' && !credentialsExpired) return undefined;
		const output = await this.type.preAuthentication.call(helpers, credentials);
		if (output[expirable.name] === undefined) return undefined;
		this.writes++;
		this.stored = { ...this.stored, ...(output as CredentialValues) };
		return Object.assign(credentials, output);
	}

	override async runPreAuthentication(
		helpers: IHttpRequestHelper,
		credentials: ICredentialDataDecryptedObject,
	): Promise<ICredentialDataDecryptedObject | undefined> {
		return (await this.type.preAuthentication.call(
			helpers,
			credentials,
		)) as ICredentialDataDecryptedObject;
	}

	override async getDecrypted(
		_additionalData: IWorkflowExecuteAdditionalData,
	): Promise<ICredentialDataDecryptedObject> {
		return NodeHelpers.getNodeParameters(
			this.type.properties,
			this.stored,
			true,
			false,
			null,
			null,
		) as ICredentialDataDecryptedObject;
	}

	override getCredentialsProperties(): INodeProperties[] {
		return this.type.properties;
	}

	override getParentTypes(): string[] {
		return [];
	}

	override isCredentialUsableByNode(): boolean {
		return true;
	}

	override async getCredentials(): Promise<ICredentials> {
		throw new Error('The nodes read decrypted values only');
	}

	override async updateCredentials(): Promise<void> {
		this.writes++;
	}

	override async updateCredentialsOauthTokenData(): Promise<void> {
		this.writes++;
	}
}
