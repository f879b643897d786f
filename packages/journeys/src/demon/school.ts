import { Adam, MLP } from '@gibbs/nn';
import { Random } from '@gibbs/physics';
import { Chambers, type Visitor } from '@gibbs/physics/information';
import { generator, noGrad, scope, sigmoid, tensor } from '@gibbs/tensor';
import { median } from './protocol.js';
import type { Keeper } from './room.js';

const boxes = 48;
const looks = 32; // at each box
const knee = 0.05; // changes of entropy beyond it count about alike, so that small ones are learnt from too
const energies = [0.1, 0.3, median, 1.5, 3] as const;

/**
 * A net of four inputs that learns when to open, from nothing but what opening would do to the entropy of the gas.
 *
 * It watches boxes that somebody left in some disorder, while their doors open by chance. A lesson is one
 * step down the slope of its loss: the mean over all who came to a door of p·ΔS/(|ΔS| + 0.05), where p is
 * its readiness to open. No rule is told.
 */
export function teach({ lessons, seed }: { lessons: number; seed: number }): Keeper {
  const net = new MLP([4, 8, 1], { activation: 'tanh', generator: generator(seed) });
  const adam = new Adam(net, { learningRate: 0.05 });
  const { seen, changes } = watch(new Random(seed));
  const graded = changes.map((change) => [change / (Math.abs(change) + knee)]);
  const school: number[] = [];
  for (let lesson = 0; lesson < lessons; lesson++) {
    scope(() => {
      adam.zeroGrad();
      const open = sigmoid(net.forward(tensor(seen)));
      school.push(
        open
          .mul(tensor(changes.map((change) => [change])))
          .mean()
          .item(),
      );
      open.mul(tensor(graded)).mean().backward();
      adam.step();
    });
  }
  const ready = (inputs: readonly number[][]) =>
    scope(() => noGrad(() => [...sigmoid(net.forward(tensor(inputs))).toTypedArray()]));
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

/** All who came to the doors of many boxes, and what letting them through would have done. */
function watch(random: Random): { seen: number[][]; changes: number[] } {
  const seen: number[][] = [];
  const changes: number[] = [];
  for (let n = 0; n < boxes; n++) {
    const box = new Chambers({ particles: 50, memoryBits: 3 * looks, seed: random.uint32() });
    const come = () => box.flyUntil(Number.MAX_SAFE_INTEGER) as Visitor;
    // Somebody has half sorted it, each time in a way of their own.
    const [way, speed] = [random.below(2) === 1, random.below(2) === 1];
    for (let done = random.below(2 * looks); done > 0; done--) {
      const { fromLeft, energy } = come();
      box.answer((speed ? energy > median === fromLeft : fromLeft) === way);
    }
    for (let look = 0; look < looks; look++) {
      const visitor = come();
      seen.push(sight(visitor, box));
      changes.push(visitor.entropyIfOpen);
      box.answer(random.below(2) === 1);
    }
  }
  return { seen, changes };
}
