#!/usr/bin/env node
import { commands } from './commands.js';
import { main } from './main.js';

await main(process.argv.slice(2), commands);
