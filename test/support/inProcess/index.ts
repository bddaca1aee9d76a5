export { ACTION_NODE, SHOP_NODE, SHOP_TOOL_NODE, TOOL_NODE } from '../../../harness/package';
export * from './busyApi';
export { HTTP_REQUEST_NODE } from './httpRequestNode';
export * from './runNode';
export * from './shop';
export * from './triggers';
export * from './worker';
