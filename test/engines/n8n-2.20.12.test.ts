import { engineSuite } from '../support/engines/suite';

describe('The engine of n8n 2.20.12', () => engineSuite('2.20.12'));
