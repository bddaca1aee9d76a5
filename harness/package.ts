/** Where the checkout is, and the names that n8n knows this package by. */
import { join } from 'path';

export const ROOT = join(__dirname, '..');

export const PACKAGE_NAME = 'n8n-nodes-minted-connect';
export const CREDENTIAL_TYPE = 'mintedConnectApi';

export const ACTION_NODE = `${PACKAGE_NAME}.mintedConnect`;
/** n8n's name for the same node where an AI agent uses it. */
export const TOOL_NODE = `${ACTION_NODE}Tool`;
/** Bars in baskets: E-Commerce and Walletable. */
export const SHOP_NODE = `${PACKAGE_NAME}.mintedConnectShop`;
export const SHOP_TOOL_NODE = `${SHOP_NODE}Tool`;
export const TRIGGER_NODE = `${PACKAGE_NAME}.mintedConnectTrigger`;
export const POLLING_TRIGGER_NODE = `${PACKAGE_NAME}.mintedConnectPollingTrigger`;
