/**
 * The lines of source that numbers on the pages come from. The build writes each of these files as a
 * page and marks the line; it fails where there is no such line any more.
 */
export const sources = {
  mixing: { file: 'packages/physics/src/secondlaw/reversibleGas.ts', line: '  mixing(columns' },
  gasEnergy: { file: 'packages/physics/src/secondlaw/reversibleGas.ts', line: '  energy(): {' },
  gasLeap: { file: 'packages/physics/src/secondlaw/reversibleGas.ts', line: '  step(count' },
  gasMomentum: {
    file: 'packages/physics/src/secondlaw/reversibleGas.ts',
    line: '  momentum(): [number',
  },
  cylinderBooks: { file: 'packages/physics/src/gas/cylinder.ts', line: '  books(hot: number' },
  planet: { file: 'packages/physics/src/planet/planet.ts', line: 'export function planet(' },
  room: { file: 'packages/physics/src/engines/room.ts', line: '    ledger.heat(machine, street' },
  cooler: { file: 'packages/physics/src/engines/room.ts', line: '  private cooling(dt' },
  lookup: { file: 'packages/nn/src/tasks/lookup.ts', line: 'export function lookup(' },
  digitNeurons: { file: 'packages/nn/src/tasks/digitReader.ts', line: '  neurons(image' },
  digitScore: { file: 'packages/nn/src/tasks/digitReader.ts', line: '  score(digits' },
  nextScore: { file: 'packages/nn/src/tasks/nextToken.ts', line: '  score(): NextTokenScore' },
  nextToken: { file: 'packages/nn/src/tasks/nextTokenModel.ts', line: '  next(' },
  xorPass: { file: 'packages/nn/src/tasks/xor.ts', line: 'export function explainXor(' },
  pieces: { file: 'packages/tokenizer/src/tokenizer.ts', line: '  encodeOrdinary(text' },
  meter: { file: 'packages/physics/src/interest/meter.ts', line: 'export function meter(' },
  nameAnswer: { file: 'packages/nn/src/tasks/nameStudents.ts', line: '  ask(name: string' },
  nameScore: { file: 'packages/nn/src/tasks/nameDuel.ts', line: '  score(limit' },
  textNext: { file: 'packages/nn/src/tasks/textTraining.ts', line: '  next(' },
  textLoss: { file: 'packages/nn/src/tasks/textTraining.ts', line: '  evaluate(): number' },
  universe: { file: 'packages/physics/src/ledger.ts', line: '  get universe(): number' },
  erasing: { file: 'packages/physics/src/information/chambers.ts', line: '  erase(): number' },
  laps: { file: 'packages/journeys/src/engines/room.ts', line: 'export function lapsOf' },
} as const;

export type SourceId = keyof typeof sources;
