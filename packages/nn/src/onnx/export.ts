/**
 * Models as ONNX files, for onnxruntime and everything else that serves them. Sizes that a server chooses (batch,
 * time) stay open: they are named dimensions, and the graph reshapes by copying them (size 0).
 */
import type { Tensor } from '@gibbs/tensor';
import type { MultiHeadAttention } from '../attention.js';
import type { Conv2d } from '../conv2d.js';
import { ConvNet } from '../convNet.js';
import type { FeedForward } from '../feedForward.js';
import { GPT } from '../gpt.js';
import type { Linear } from '../linear.js';
import { MLP } from '../mlp.js';
import type { LayerNorm } from '../norm.js';
import { Graph } from './graph.js';

/**
 * The bytes of an ONNX file (opset 17).
 *
 * - {@link MLP}: `x` [batch, inputs] → `y` [batch, outputs]
 * - {@link ConvNet}: `x` [batch, planes, size, size] → `y` [batch, classes]
 * - {@link GPT} with learned or no positions: `tokens` int64 [batch, time] → `logits` [batch, time, vocab]
 */
export function toOnnx(model: MLP | ConvNet | GPT): Uint8Array {
  if (model instanceof MLP) return mlp(model);
  if (model instanceof ConvNet) return convNet(model);
  if (model instanceof GPT) return gpt(model);
  const got = (model as object | null)?.constructor.name;
  throw new TypeError(`toOnnx: the model must be an MLP, a ConvNet or a GPT, got ${got}.`);
}

function mlp(model: MLP): Uint8Array {
  const graph = new Graph('mlp');
  let x = graph.input('x', 'float32', ['batch', model.sizes[0] as number]);
  for (const [i, layer] of model.layers.entries()) {
    if (i > 0) x = activation(graph, model.activation, x);
    x = linear(graph, `layers.${i}`, layer, x);
  }
  return finish(graph, x, 'y', ['batch', model.sizes.at(-1) as number]);
}

function convNet(model: ConvNet): Uint8Array {
  const { size, planes, classes } = model.config;
  const graph = new Graph('convNet');
  let x = graph.input('x', 'float32', ['batch', planes, size, size]);
  for (const [i, stage] of model.stages.entries()) {
    x = graph.node('Relu', [convolution(graph, `stages.${i}`, stage, x)]);
    x = graph.node('MaxPool', [x], { kernel_shape: [2, 2], strides: [2, 2] });
  }
  x = graph.node('Flatten', [x], { axis: 1 });
  x = graph.node('Relu', [linear(graph, 'hidden', model.hidden, x)]);
  return finish(graph, linear(graph, 'head', model.head, x), 'y', ['batch', classes]);
}

function gpt(model: GPT): Uint8Array {
  const { vocab, context, channels, positions = 'learned' } = model.config;
  if (positions !== 'learned' && positions !== 'none') {
    throw new RangeError(`toOnnx: positions must be learned or none, got ${positions}.`);
  }
  const graph = new Graph('gpt');
  const tokens = graph.input('tokens', 'int64', ['batch', 'time']);
  const table = weight(graph, 'tokens.weight', model.tokens.weight);
  const time = graph.node('Gather', [graph.node('Shape', [tokens]), graph.ints([1])], { axis: 0 });
  const upTo = (x: string, axis: number) =>
    graph.node('Slice', [x, graph.ints([0]), time, graph.ints([axis])]);
  let x = graph.node('Gather', [table, tokens], { axis: 0 });
  if (model.positions) {
    const places = weight(graph, 'positions.weight', model.positions.weight);
    x = graph.node('Add', [x, upTo(places, 0)]);
  }
  // 0 where a token may look and −1e30 where it may not, cut to the present length.
  const mask = new Float32Array(context * context);
  for (let at = 0; at < mask.length; at++) {
    if (at % context > Math.floor(at / context)) mask[at] = -1e30;
  }
  const causal = upTo(upTo(graph.weight('causal', [context, context], mask), 0), 1);
  for (const [i, block] of model.blocks.entries()) {
    const name = `blocks.${i}`;
    const attended = attention(
      graph,
      `${name}.attention`,
      block.attention,
      norm(graph, `${name}.attentionNorm`, block.attentionNorm as LayerNorm, x),
      { causal, channels },
    );
    x = graph.node('Add', [x, attended]);
    const normed = norm(graph, `${name}.feedForwardNorm`, block.feedForwardNorm as LayerNorm, x);
    const part = block.feedForward as FeedForward;
    const bent = activation(
      graph,
      model.config.activation ?? 'geluTanh',
      linear(graph, `${name}.feedForward.up`, part.up, normed),
    );
    x = graph.node('Add', [x, linear(graph, `${name}.feedForward.down`, part.down, bent)]);
  }
  x = norm(graph, 'norm', model.norm, x);
  const logits = model.head
    ? linear(graph, 'head', model.head, x)
    : graph.node('MatMul', [x, graph.node('Transpose', [table], { perm: [1, 0] })]);
  return finish(graph, logits, 'logits', ['batch', 'time', vocab]);
}

function finish(graph: Graph, x: string, name: string, shape: (number | string)[]): Uint8Array {
  graph.node('Identity', [x], {}, name);
  graph.output(name, 'float32', shape);
  return graph.bytes();
}

function weight(graph: Graph, name: string, t: Tensor): string {
  return graph.weight(name, t.shape, t.toTypedArray() as Float32Array);
}

/** y = x·Wᵀ + b; a server folds the transposition of a constant away when it loads the file. */
function linear(graph: Graph, name: string, layer: Linear, x: string): string {
  const w = weight(graph, `${name}.weight`, layer.weight);
  const y = graph.node('MatMul', [x, graph.node('Transpose', [w], { perm: [1, 0] })]);
  return layer.bias ? graph.node('Add', [y, weight(graph, `${name}.bias`, layer.bias)]) : y;
}

function convolution(graph: Graph, name: string, layer: Conv2d, x: string): string {
  const inputs = [x, weight(graph, `${name}.weight`, layer.weight)];
  if (layer.bias) inputs.push(weight(graph, `${name}.bias`, layer.bias));
  const { stride, padding } = layer;
  return graph.node('Conv', inputs, {
    strides: [stride, stride],
    pads: [padding, padding, padding, padding],
  });
}

function norm(graph: Graph, name: string, layer: LayerNorm, x: string): string {
  const inputs = [x, weight(graph, `${name}.weight`, layer.weight)];
  if (layer.bias) inputs.push(weight(graph, `${name}.bias`, layer.bias));
  return graph.node('LayerNormalization', inputs, { axis: -1, epsilon: { float: layer.epsilon } });
}

function attention(
  graph: Graph,
  name: string,
  layer: MultiHeadAttention,
  x: string,
  { causal, channels }: { causal: string; channels: number },
): string {
  const size = channels / layer.heads;
  const heads = (part: 'query' | 'key' | 'value', perm: number[]) => {
    const y = linear(graph, `${name}.${part}`, layer[part], x);
    const split = graph.node('Reshape', [y, graph.ints([0, 0, layer.heads, size])]);
    return graph.node('Transpose', [split], { perm });
  };
  const scale = graph.weight(`${name}.scale`, [], Float32Array.of(1 / Math.sqrt(size)));
  const products = graph.node('MatMul', [heads('query', [0, 2, 1, 3]), heads('key', [0, 2, 3, 1])]);
  const scores = graph.node('Add', [graph.node('Mul', [products, scale]), causal]);
  const shares = graph.node('Softmax', [scores], { axis: -1 });
  const found = graph.node('MatMul', [shares, heads('value', [0, 2, 1, 3])]);
  const joined = graph.node('Transpose', [found], { perm: [0, 2, 1, 3] });
  const flat = graph.node('Reshape', [joined, graph.ints([0, 0, channels])]);
  return linear(graph, `${name}.output`, layer.output, flat);
}

/** Opset 17 has no GELU of its own, so both forms are spelled out. */
function activation(graph: Graph, kind: MLP['activation'] | 'geluTanh', x: string): string {
  const number = (value: number) => graph.number(value);
  const gate = (inner: string) =>
    graph.node('Mul', [graph.node('Mul', [x, number(0.5)]), graph.node('Add', [inner, number(1)])]);
  switch (kind) {
    case 'relu':
      return graph.node('Relu', [x]);
    case 'tanh':
      return graph.node('Tanh', [x]);
    case 'sigmoid':
      return graph.node('Sigmoid', [x]);
    case 'silu':
      return graph.node('Mul', [x, graph.node('Sigmoid', [x])]);
    case 'gelu':
      return gate(graph.node('Erf', [graph.node('Mul', [x, number(Math.SQRT1_2)])]));
    case 'geluTanh': {
      const cube = graph.node('Mul', [graph.node('Mul', [x, x]), x]);
      const sum = graph.node('Add', [x, graph.node('Mul', [cube, number(0.044715)])]);
      return gate(graph.node('Tanh', [graph.node('Mul', [sum, number(Math.sqrt(2 / Math.PI))])]));
    }
  }
}
