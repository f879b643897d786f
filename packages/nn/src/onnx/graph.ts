/**
 * An ONNX graph as it is written: values have names, nodes turn named values into new ones. Field numbers are
 * those of https://github.com/onnx/onnx/blob/main/onnx/onnx.proto.
 */
import { Message } from './protobuf.js';

/** Opset 17 is the first with LayerNormalization; IR 8 is the version that came with it. */
const OPSET = 17;
const IR_VERSION = 8;

const ELEMENT = { float32: 1, int64: 7 } as const;
type Element = keyof typeof ELEMENT;

/** A whole number is an int attribute, a list an ints attribute, `{ float }` a float. */
export type Attribute = number | readonly number[] | { readonly float: number };

/** A size, or the name of a size known only when the model runs. */
export type Dimension = number | string;

export class Graph {
  readonly #graph = new Message();
  #values = 0;

  constructor(name: string) {
    this.#graph.text(2, name);
  }

  input(name: string, element: Element, shape: readonly Dimension[]): string {
    this.#graph.message(11, valueInfo(name, element, shape));
    return name;
  }

  output(name: string, element: Element, shape: readonly Dimension[]): void {
    this.#graph.message(12, valueInfo(name, element, shape));
  }

  /** Weights: float32 data in row-major order. */
  weight(name: string, shape: readonly number[], data: Float32Array): string {
    return this.#constant(name, 'float32', shape, data);
  }

  /** A single float32. */
  number(value: number): string {
    return this.#constant(this.#fresh('number'), 'float32', [], Float32Array.of(value));
  }

  /** A list of whole numbers such as a shape or an axis. */
  ints(values: readonly number[]): string {
    return this.#constant(
      this.#fresh('ints'),
      'int64',
      [values.length],
      BigInt64Array.from(values, BigInt),
    );
  }

  /** Adds a node and gives the name of its (only) output, which is `name` if that is given. */
  node(
    op: string,
    inputs: readonly string[],
    attributes: Readonly<Record<string, Attribute>> = {},
    name: string = this.#fresh(op),
  ): string {
    const node = new Message();
    for (const input of inputs) node.text(1, input);
    node.text(2, name).text(3, `${name}_node`).text(4, op);
    for (const [key, value] of Object.entries(attributes)) node.message(5, attribute(key, value));
    this.#graph.message(1, node);
    return name;
  }

  /** The whole file. */
  bytes(): Uint8Array {
    return new Message()
      .int(1, IR_VERSION)
      .text(2, 'gibbs')
      .message(7, this.#graph)
      .message(8, new Message().text(1, '').int(2, OPSET))
      .finish();
  }

  #constant(
    name: string,
    element: Element,
    shape: readonly number[],
    data: Float32Array | BigInt64Array,
  ): string {
    const tensor = new Message();
    for (const size of shape) tensor.int(1, size);
    tensor.int(2, ELEMENT[element]).text(8, name);
    // raw_data is little-endian, as is every machine that runs WebAssembly in practice.
    tensor.bytes(9, new Uint8Array(data.buffer, data.byteOffset, data.byteLength).slice());
    this.#graph.message(5, tensor);
    return name;
  }

  #fresh(prefix: string): string {
    return `${prefix}_${this.#values++}`;
  }
}

function attribute(name: string, value: Attribute): Message {
  const message = new Message().text(1, name);
  if (typeof value === 'number') return message.int(3, value).int(20, 2);
  if ('float' in value) return message.float(2, value.float).int(20, 1);
  for (const each of value) message.int(8, each);
  return message.int(20, 7);
}

function valueInfo(name: string, element: Element, shape: readonly Dimension[]): Message {
  const dimensions = new Message();
  for (const size of shape) {
    const dimension = new Message();
    dimensions.message(
      1,
      typeof size === 'number' ? dimension.int(1, size) : dimension.text(2, size),
    );
  }
  const tensor = new Message().int(1, ELEMENT[element]).message(2, dimensions);
  return new Message().text(1, name).message(2, new Message().message(1, tensor));
}
