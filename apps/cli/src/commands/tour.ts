import * as v from 'valibot';
import { defineCommand } from '../command.js';

export default defineCommand({
  description: 'x',
  examples: [],
  schema: v.object({}),
  run: async () => ({}),
  human: () => '',
  csv: () => [],
  quiet: () => '',
});
