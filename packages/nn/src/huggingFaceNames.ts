/**
 * How the weights of a model are named and laid out in Hugging Face's files, as rows of a table: one of their
 * tensors holds one or several of ours. GPT-2's layers are the `Conv1D` of the original TensorFlow code, which
 * keeps its matrices as [inputs, outputs] and query, key and value side by side; Llama's are as ours are.
 */
export interface NameRow {
  readonly theirs: string;
  /** Our names, stacked along the first axis in this order. */
  readonly ours: readonly string[];
  /** Their matrix is the transpose of ours. */
  readonly transposed?: boolean;
}

/** A row-major array as it lies in a file. */
export interface Weight {
  readonly shape: readonly number[];
  readonly data: Float32Array;
  /** What the numbers were in the file, where they were no floats. */
  readonly whole?: string;
}

export function gpt2Names(layers: number, tiedHead: boolean): NameRow[] {
  const rows: NameRow[] = [
    { theirs: 'transformer.wte.weight', ours: ['tokens.weight'] },
    { theirs: 'transformer.wpe.weight', ours: ['positions.weight'] },
  ];
  for (let layer = 0; layer < layers; layer++) {
    const theirs = (name: string) => `transformer.h.${layer}.${name}`;
    const ours = (name: string) => `blocks.${layer}.${name}`;
    const conv1d = (name: string, parts: readonly string[]): NameRow[] => [
      {
        theirs: theirs(`${name}.weight`),
        ours: parts.map((part) => ours(`${part}.weight`)),
        transposed: true,
      },
      { theirs: theirs(`${name}.bias`), ours: parts.map((part) => ours(`${part}.bias`)) },
    ];
    const norm = (name: string, part: string): NameRow[] => [
      { theirs: theirs(`${name}.weight`), ours: [ours(`${part}.weight`)] },
      { theirs: theirs(`${name}.bias`), ours: [ours(`${part}.bias`)] },
    ];
    rows.push(
      ...norm('ln_1', 'attentionNorm'),
      ...conv1d('attn.c_attn', ['attention.query', 'attention.key', 'attention.value']),
      ...conv1d('attn.c_proj', ['attention.output']),
      ...norm('ln_2', 'feedForwardNorm'),
      ...conv1d('mlp.c_fc', ['feedForward.up']),
      ...conv1d('mlp.c_proj', ['feedForward.down']),
    );
  }
  rows.push(
    { theirs: 'transformer.ln_f.weight', ours: ['norm.weight'] },
    { theirs: 'transformer.ln_f.bias', ours: ['norm.bias'] },
  );
  if (!tiedHead) rows.push({ theirs: 'lm_head.weight', ours: ['head.weight'] });
  return rows;
}

export function llamaNames(layers: number, tiedHead: boolean): NameRow[] {
  const rows: NameRow[] = [{ theirs: 'model.embed_tokens.weight', ours: ['tokens.weight'] }];
  const parts = [
    ['input_layernorm', 'attentionNorm'],
    ['self_attn.q_proj', 'attention.query'],
    ['self_attn.k_proj', 'attention.key'],
    ['self_attn.v_proj', 'attention.value'],
    ['self_attn.o_proj', 'attention.output'],
    ['post_attention_layernorm', 'feedForwardNorm'],
    ['mlp.gate_proj', 'feedForward.gate'],
    ['mlp.up_proj', 'feedForward.up'],
    ['mlp.down_proj', 'feedForward.down'],
  ];
  for (let layer = 0; layer < layers; layer++) {
    for (const [theirs, ours] of parts) {
      rows.push({
        theirs: `model.layers.${layer}.${theirs}.weight`,
        ours: [`blocks.${layer}.${ours}.weight`],
      });
    }
  }
  rows.push({ theirs: 'model.norm.weight', ours: ['norm.weight'] });
  if (!tiedHead) rows.push({ theirs: 'lm_head.weight', ours: ['head.weight'] });
  return rows;
}

/** Their tensors from ours. */
export function toTheirs(
  rows: readonly NameRow[],
  ours: ReadonlyMap<string, Weight>,
): Map<string, Weight> {
  return new Map(
    rows.map((row) => {
      const parts = row.ours.map((name) => ours.get(name) as Weight);
      const stacked = stack(parts);
      return [row.theirs, row.transposed ? transpose(stacked) : stacked];
    }),
  );
}

/**
 * Ours from theirs, given the shapes that ours must have. Throws where a tensor is missing, of another shape, or
 * has no place here, except for the mask buffers that old GPT-2 files carry (`attn.bias`, `attn.masked_bias`).
 */
export function toOurs(
  rows: readonly NameRow[],
  theirs: ReadonlyMap<string, Weight>,
  shapes: ReadonlyMap<string, readonly number[]>,
): Map<string, Weight> {
  const ours = new Map<string, Weight>();
  const left = new Set(theirs.keys());
  const rule = 'huggingFace: the weights must fit the config';
  for (const row of rows) {
    // The files of the hub's own GPT-2 leave out the leading "transformer."
    const name = theirs.has(row.theirs) ? row.theirs : row.theirs.replace(/^transformer\./, '');
    const found = theirs.get(name);
    if (!found) throw new RangeError(`${rule}, got none named ${row.theirs}.`);
    left.delete(name);
    const wanted = row.ours.map((part) => shapes.get(part) as readonly number[]);
    const shape = [
      wanted.reduce((sum, part) => sum + (part[0] as number), 0),
      ...(wanted[0] as number[]).slice(1),
    ];
    const expected = row.transposed ? shape.toReversed() : shape;
    if (String(found.shape) !== String(expected)) {
      throw new RangeError(
        `${rule}: ${name} is [${found.shape}] in the file, [${expected}] by the config.`,
      );
    }
    if (found.whole) {
      throw new TypeError(`huggingFace: ${name} must be of floating point, got ${found.whole}.`);
    }
    const data = (row.transposed ? transpose(found) : found).data;
    let at = 0;
    for (const [i, part] of row.ours.entries()) {
      const size = (wanted[i] as number[]).reduce((a, b) => a * b, 1);
      ours.set(part, { shape: wanted[i] as number[], data: data.subarray(at, at + size) });
      at += size;
    }
  }
  for (const name of left) {
    const tiedCopy = name === 'lm_head.weight';
    if (!tiedCopy && !/\.attn\.(masked_)?bias$|rotary_emb\.inv_freq$/.test(name)) {
      throw new RangeError(`${rule}, got one without a place: ${name}.`);
    }
  }
  return ours;
}

function stack(parts: readonly Weight[]): Weight {
  if (parts.length === 1) return parts[0] as Weight;
  const data = new Float32Array(parts.reduce((sum, part) => sum + part.data.length, 0));
  let at = 0;
  for (const part of parts) {
    data.set(part.data, at);
    at += part.data.length;
  }
  const rows = parts.reduce((sum, part) => sum + (part.shape[0] as number), 0);
  return { shape: [rows, ...(parts[0] as Weight).shape.slice(1)], data };
}

function transpose({ shape, data }: Weight): Weight {
  const [rows, columns] = shape as [number, number];
  const out = new Float32Array(data.length);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      out[column * rows + row] = data[row * columns + column] as number;
    }
  }
  return { shape: [columns, rows], data: out };
}
