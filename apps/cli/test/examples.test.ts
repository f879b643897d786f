import { exampleTests } from '../../../scripts/examples.ts';

// The root README's examples run here, where all four packages can be imported.
exampleTests(`${import.meta.dirname}/..`, [`${import.meta.dirname}/../../../README.md`]);
