import './boot';

export * from './busyApi';
export * from './credentials';
export * from './nodeTypes';
export * from './runNode';
export * from './shop';
export * from './triggers';
export * from './worker';
