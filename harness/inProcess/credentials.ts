import type {
	ICredentialDataDecryptedObject,
	ICredentials,
	ICredentialsHelper,
	ICredentialType,
	IHttpRequestHelper,
	IHttpRequestOptions,
	INode,
	INodeCredentials,
	INodeProperties,
	IRequestOptionsSimplified,
	IWorkflowExecuteAdditionalData,
	INodeCredentialsDetails,
	NodeParameterValueType,
} from 'n8n-workflow';

import type { Engine } from './engine';

/** What somebody has entered; the rest has its default. */
export type CredentialValues = ICredentialDataDecryptedObject;

/** What n8n-core calls, without the class: that is of whichever n8n-workflow the engine has. */
export type CredentialsHelper = Pick<ICredentialsHelper, keyof ICredentialsHelper>;

/** One credential that is stored. */
export interface Stored {
	/** Its properties and hooks; a credential without any is handed out as it was entered. */
	type?: ICredentialType;
	values: CredentialValues;
}

/**
 * The stored credentials of a run, one of a type, handled as n8n's own CredentialsHelper does:
 * defaults filled in, a fresh object for each reading, `preAuthentication` only while the expirable
 * property is empty or the credential counts as expired, and what it returns stored only with that
 * property in it.
 */
export class Credentials implements CredentialsHelper {
	/** How often n8n wrote a credential: a nonce must not be stored. */
	writes = 0;

	private readonly stored: Map<string, Stored>;

	/** @param stored by the name of the credential type */
	constructor(
		private readonly engine: Engine,
		stored: Record<string, Stored>,
	) {
		this.stored = new Map(Object.entries(stored));
	}

	/** What a node says to use all of them. */
	get ofNode(): INodeCredentials {
		return Object.fromEntries(
			[...this.stored.keys()].map((type) => [type, { id: type, name: 'Stored credential' }]),
		);
	}

	private find(type: string): Stored {
		const stored = this.stored.get(type);
		if (stored === undefined) throw new Error(`There is no credential ${type} in this run`);
		return stored;
	}

	async authenticate(
		credentials: ICredentialDataDecryptedObject,
		typeName: string,
		requestOptions: IHttpRequestOptions | IRequestOptionsSimplified,
	): Promise<IHttpRequestOptions> {
		const options = requestOptions as IHttpRequestOptions;
		const authenticate = this.find(typeName).type?.authenticate;
		if (authenticate === undefined) return options;
		if (typeof authenticate === 'function') return await authenticate(credentials, options);
		throw new Error(`${typeName} authenticates by description, which only n8n itself carries out`);
	}

	async preAuthentication(
		helpers: IHttpRequestHelper,
		credentials: ICredentialDataDecryptedObject,
		typeName: string,
		_node: INode,
		credentialsExpired: boolean,
	): Promise<ICredentialDataDecryptedObject | undefined> {
		const { type, values } = this.find(typeName);
		const expirable = type?.properties.find(
			(property) => property.type === 'hidden' && property.typeOptions?.expirable === true,
		);
		if (expirable === undefined) return undefined;
		if (credentials[expirable.name] !== '' && !credentialsExpired) return undefined;
		const output = (await this.runPreAuthentication(helpers, credentials, typeName)) ?? {};
		if (output[expirable.name] === undefined) return undefined;
		this.writes++;
		this.stored.set(typeName, { type, values: { ...values, ...output } });
		return Object.assign(credentials, output);
	}

	async runPreAuthentication(
		helpers: IHttpRequestHelper,
		credentials: ICredentialDataDecryptedObject,
		typeName: string,
	): Promise<ICredentialDataDecryptedObject | undefined> {
		return (await this.find(typeName).type?.preAuthentication?.call(helpers, credentials)) as
			ICredentialDataDecryptedObject | undefined;
	}

	async getDecrypted(
		_additionalData: IWorkflowExecuteAdditionalData,
		_nodeCredentials: INodeCredentialsDetails,
		typeName: string,
	): Promise<ICredentialDataDecryptedObject> {
		const { type, values } = this.find(typeName);
		if (type === undefined) return { ...values };
		return this.engine.workflow.NodeHelpers.getNodeParameters(
			type.properties,
			values as Record<string, NodeParameterValueType>,
			true,
			false,
			null,
			null,
		) as ICredentialDataDecryptedObject;
	}

	getCredentialsProperties(typeName: string): INodeProperties[] {
		return this.stored.get(typeName)?.type?.properties ?? [];
	}

	getParentTypes(): string[] {
		return [];
	}

	isCredentialUsableByNode(): boolean {
		return true;
	}

	async getCredentials(): Promise<ICredentials> {
		throw new Error('Nodes read decrypted values only');
	}

	async updateCredentials(): Promise<void> {
		this.writes++;
	}

	async updateCredentialsOauthTokenData(): Promise<void> {
		this.writes++;
	}
}
