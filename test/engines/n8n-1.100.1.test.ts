import { engineSuite } from '../support/engines/suite';

describe('The engine of n8n 1.100.1', () => engineSuite('1.100.1'));
