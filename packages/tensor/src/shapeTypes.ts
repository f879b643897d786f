/**
 * Shapes in the type system, where they are known: `Tensor<readonly [2, 3]>`. A size that is only a `number`, or a
 * shape of unknown rank, fits everything and is checked at run time.
 */
import type { Shape } from './shape.js';
import type { Tensor } from './tensor.js';

/** What the compiler shows where shapes do not fit. */
export interface ShapeMismatch<Message extends string> {
  readonly shapesDoNotFit: Message;
}

/** The shape of an operand; a number has none. */
type ShapeOf<X> = [X] extends [number]
  ? readonly []
  : [X] extends [{ readonly shape: infer S extends Shape }]
    ? S
    : Shape;

type UnknownRank<S extends Shape> = number extends S['length'] ? true : false;

/** One size from two that meet: equal, or stretched from 1; never if they do not fit. */
type Meet<X extends number, Y extends number> = number extends X
  ? Y extends 1
    ? number
    : Y
  : number extends Y
    ? X extends 1
      ? number
      : X
    : X extends Y
      ? X
      : X extends 1
        ? Y
        : Y extends 1
          ? X
          : never;

type BroadcastKnown<A extends Shape, B extends Shape, R extends Shape> = A extends readonly [
  ...infer AFront extends Shape,
  infer ALast extends number,
]
  ? B extends readonly [...infer BFront extends Shape, infer BLast extends number]
    ? [Meet<ALast, BLast>] extends [never]
      ? never
      : BroadcastKnown<AFront, BFront, readonly [Meet<ALast, BLast>, ...R]>
    : readonly [...A, ...R]
  : readonly [...B, ...R];

/** The shape of two operands that broadcast; never if they cannot. */
export type Broadcast<A extends Shape, B extends Shape> =
  UnknownRank<A> extends true
    ? Shape
    : UnknownRank<B> extends true
      ? Shape
      : BroadcastKnown<A, B, readonly []>;

/** The second operand, or a mismatch. */
export type Broadcastable<A, B> = [Broadcast<ShapeOf<A>, ShapeOf<B>>] extends [never]
  ? ShapeMismatch<'sizes must be equal, or one of them 1'>
  : unknown;

export type BroadcastResult<A, B> = [B] extends [number]
  ? Tensor<ShapeOf<A>>
  : [A] extends [number]
    ? Tensor<ShapeOf<B>>
    : Tensor<Broadcast<ShapeOf<A>, ShapeOf<B>>>;

/** Whether inner sizes agree; an unknown one does. */
type Agree<X extends number, Y extends number> = number extends X
  ? true
  : number extends Y
    ? true
    : X extends Y
      ? true
      : false;

/** The shape of a matrix product, worked out where the left has any known rank and the right is a matrix. */
export type MatmulShape<A extends Shape, B extends Shape> =
  UnknownRank<A> extends true
    ? Shape
    : B extends readonly [infer K extends number, infer N extends number]
      ? A extends readonly [...infer Lead extends Shape, infer L extends number]
        ? Agree<L, K> extends true
          ? readonly [...Lead, N]
          : never
        : Shape
      : Shape;

export type Multipliable<A extends Shape, B extends Shape> = [MatmulShape<A, B>] extends [never]
  ? ShapeMismatch<'inner sizes must agree'>
  : unknown;

/** The last two axes exchanged. */
export type Transposed<S extends Shape> = S extends readonly [
  ...infer Lead extends Shape,
  infer M extends number,
  infer N extends number,
]
  ? readonly [...Lead, N, M]
  : Shape;

/** Whether two shapes agree everywhere but at `axis`; `I` counts the axes passed. */
type Joins<A extends Shape, B extends Shape, Axis extends number, I extends 0[] = []> =
  UnknownRank<A> extends true
    ? true
    : UnknownRank<B> extends true
      ? true
      : A extends readonly [infer X extends number, ...infer P extends Shape]
        ? B extends readonly [infer Y extends number, ...infer Q extends Shape]
          ? I['length'] extends Axis
            ? Joins<P, Q, Axis, [...I, 0]>
            : Agree<X, Y> extends true
              ? Joins<P, Q, Axis, [...I, 0]>
              : false
          : false
        : B extends readonly []
          ? true
          : false;

/** A list of tensors whose first joins with each other, where the list and the axis are known and count from 0. */
export type Joinable<T, Axis extends number> = number extends Axis
  ? unknown
  : `${Axis}` extends `-${string}`
    ? unknown
    : T extends readonly [
          { readonly shape: infer A extends Shape },
          { readonly shape: infer B extends Shape },
          ...infer Rest,
        ]
      ? Joins<A, B, Axis> extends true
        ? Joinable<readonly [T[0], ...Rest], Axis>
        : ShapeMismatch<'shapes must agree except along the axis'>
      : unknown;

/** The sizes without the first that is `N`; never if there is none. */
type Without<S extends Shape, N, Front extends Shape = readonly []> = S extends readonly [
  infer X extends number,
  ...infer Rest extends Shape,
]
  ? [X, N] extends [N, X]
    ? readonly [...Front, ...Rest]
    : Without<Rest, N, readonly [...Front, X]>
  : never;

/** What is left of both lists of sizes when all that stand in both, and all 1, are struck out. */
type Strike<
  A extends Shape,
  B extends Shape,
  Left extends Shape = readonly [],
> = A extends readonly [infer X extends number, ...infer Rest extends Shape]
  ? X extends 1
    ? Strike<Rest, B, Left>
    : [Without<B, X>] extends [never]
      ? Strike<Rest, B, readonly [...Left, X]>
      : Strike<Rest, Without<B, X>, Left>
  : 1 extends B[number]
    ? Strike<A, Without<B, 1>, Left>
    : readonly [Left, B];

/** Whether two struck lists cannot have one product: nothing, or one size, against another size. */
type Differ<P> = P extends readonly [
  readonly [] | readonly [number],
  readonly [] | readonly [number],
]
  ? P extends readonly [readonly [], readonly []]
    ? false
    : true
  : false;

/** A tensor of shape A, or a mismatch where B visibly holds another number of values. */
export type Reshapable<A extends Shape, B extends Shape> =
  UnknownRank<A> extends true
    ? unknown
    : UnknownRank<B> extends true
      ? unknown
      : number extends A[number] | B[number]
        ? unknown
        : [Extract<`${B[number]}`, `-${string}`>] extends [never]
          ? Differ<Strike<A, B>> extends true
            ? ShapeMismatch<'the new shape must hold as many values'>
            : unknown
          : unknown;
