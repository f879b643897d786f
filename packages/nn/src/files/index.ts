/**
 * @gibbs/nn/files: what needs a file system (Node).
 *
 * @packageDocumentation
 */

export { checkpointFile } from './checkpointFile.js';
export { loadPretrained, type Pretrained, savePretrained } from './pretrained.js';
export { writeAside } from './writeAside.js';
