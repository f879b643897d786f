import { exampleTests } from '../../../scripts/examples.ts';

exampleTests(`${import.meta.dirname}/..`);
