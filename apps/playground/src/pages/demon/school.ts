import { Adam, MLP } from '@gibbs/nn';
import { Random } from '@gibbs/physics';
import { Chambers, type Visitor } from '@gibbs/physics/information';
import { generator, noGrad, scope, sigmoid, tensor } from '@gibbs/tensor';
import { median } from './protocol.js';
import type { Keeper } from './room.js';

const looks = 96; // in a lesson
const energies = [0.1, 0.3, median, 1.5, 3] as const;

/**
 * A net of four inputs that learns when to open, from nothing but what opening did to the entropy of the gas.
 *
 * In each lesson it minds a box that somebody left in some disorder. Its loss is the entropy that its
 * readiness to open, p, lets in: the mean of p·ΔS over all who came to the door. No rule is told.
 */
export function teach({ lessons, seed }: { lessons: number; seed: number }): Keeper {
  const net = new MLP([4, 8, 1], { activation: 'tanh', generator: generator(seed) });
  const adam = new Adam(net, { learningRate: 0.03 });
  const random = new Random(seed);
  const ready = (inputs: readonly number[][]) =>
    scope(() => noGrad(() => [...sigmoid(net.forward(tensor(inputs))).toTypedArray()]));
  const school: number[] = [];
  for (let lesson = 0; lesson < lessons; lesson++) {
    const seen: number[][] = [];
    const changes: number[] = [];
    const box = new Chambers({ memoryBits: 2 * looks, seed: random.uint32() });
    leave(box, random);
    while (changes.length < looks) {
      const visitor = box.flyUntil(Number.MAX_SAFE_INTEGER) as Visitor;
      const inputs = sight(visitor, box);
      seen.push(inputs);
      changes.push(visitor.entropyIfOpen);
      box.answer(random.uniform() < (ready([inputs])[0] as number));
    }
    school.push(
      scope(() => {
        adam.zeroGrad();
        const open = sigmoid(net.forward(tensor(seen)));
        const mean = open.mul(tensor(changes.map((change) => [change]))).mean();
        mean.backward();
        adam.step();
        return mean.item();
      }),
    );
  }
  return {
    opens: (visitor, box) => (ready([sight(visitor, box)])[0] as number) > 0.5,
    mind: (box) => {
      const row = (fromLeft: boolean) =>
        ready(energies.map((energy) => sight({ fromLeft, energy }, box)));
      return { energies, fromLeft: row(true), fromRight: row(false), school };
    },
  };
}

/** What the net is told: whence and how fast a molecule comes, where there are more of them, where it is hotter. */
function sight(
  { fromLeft, energy }: Pick<Visitor, 'fromLeft' | 'energy'>,
  box: Chambers,
): number[] {
  const [left, right] = box.temperatures;
  const share = box.left / box.particles;
  return [fromLeft ? 1 : -1, energy - 1, 4 * share - 2, (2 * (left - right)) / (left + right)];
}

/** Leaves a box half sorted, in a way of its own each time. */
function leave(box: Chambers, random: Random): void {
  const [way, speed] = [random.below(2) === 1, random.below(2) === 1];
  for (let done = random.below(looks); done > 0; done--) {
    const { fromLeft, energy } = box.flyUntil(Number.MAX_SAFE_INTEGER) as Visitor;
    box.answer((speed ? energy > median === fromLeft : fromLeft) === way);
  }
}
