import { startSandbox } from './index';
startSandbox({ port: 4010 }).then((s) => console.log(s.url));
