import { startTools } from '../../frame/tools.js';

void startTools([]);
