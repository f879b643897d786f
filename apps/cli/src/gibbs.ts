#!/usr/bin/env node
import { commands } from './commands.js';
import { main } from './main.js';

declare const __VERSION__: string;

await main(process.argv.slice(2), commands, __VERSION__);
