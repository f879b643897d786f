import { join } from 'node:path';
import { exampleTests } from '../../../scripts/examples.ts';

// The root README shows all four packages, and this app is where all four resolve.
const app = join(import.meta.dirname, '..');
exampleTests(app, [join(app, '../../README.md')]);
