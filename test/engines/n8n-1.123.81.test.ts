import { engineSuite } from '../support/engines/suite';

describe('The engine of n8n 1.123.81', () => engineSuite('1.123.81'));
