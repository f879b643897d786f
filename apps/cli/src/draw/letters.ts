/**
 * Letters as strokes, for pictures made of pixels: no font is needed to write on them.
 *
 * A stroke is a row of points, a point two digits: x from 0 to 4, y from 0 (below the line) over 2 (the line) and 6
 * (small letters) to 8 (capitals). A stroke of one point twice is a dot.
 */
const table = `
0 120307183847433212          1 162822 1232                 2 07183847460242
3 084825354443321203          4 32380444                    5 480805354443321203
6 38180703123243443505        7 084812                      8 15060718384746351504031232434435
9 12324347381807061545        A 022842 1535                 B 02083847463505 3544433202
C 4738180703123243            D 02082846442202              E 48080242 0535
F 480802 0535                 G 47381807031232434525        H 0208 4248 0545
I 1232 2228 1838              J 0312223338                  K 0208 480542
L 080242                      M 0208254842                  N 02084248
O 120307183847433212          P 02083847463505              Q 120307183847433212 2442
R 02083847463505 2542         S 473818070615354443321203    T 0848 2822
U 080312324348                V 082248                      W 0812253248
X 0248 0842                   Y 082548 2522                 Z 08480242
a 46160503123243 4642         b 0802 0516364543321203       c 4536160503123243
d 4842 4536160503123243       e 04444536160503123243        f 38281712 0636
g 4536160503123243 4641301001
h 0802 0516364542             i 2622 2828
j 26211000 2828               k 0802 460442                 l 282332
m 0206 05162522 25364542      n 0206 0516364542             o 160503123243453616
p 0600 0516364543321203       q 4640 4536160503123243       r 0206 041636
s 45361605143443321203        t 28233242 1646               u 0603123243 4642
v 062246                      w 0612253246                  x 0246 0642
y 0622 4610                   z 06460242                    . 2222
, 2311                        - 1535                        − 1535
– 0545                        + 0545 2327                   = 0646 0444
/ 0248                        ( 38161432                    ) 18363412
% 0248 0817 3342              : 2525 2222                   ; 2525 2311
_ 0141                        · 2525                        × 1337 1733
° 1728372617                  ² 17283736143414              Δ 02284202
→ 0545 364534                 < 470543                      > 074503
' 2827                        " 1817 3837                   ? 07183847462524 2222
! 2824 2222                   | 2028                        * 2327 1436 1634
␣ 03014143
`;

const letters = new Map(
  table
    .trim()
    .split(/\n| {2,}/)
    .map((entry): [string, (readonly [number, number])[][]] => {
      const [letter, ...strokes] = entry.trim().split(' ') as [string, ...string[]];
      return [letter, strokes.map(points)];
    }),
);

/** An empty box stands for a letter that the table lacks. */
const unknown = [points('0208484202')];

function points(stroke: string): (readonly [number, number])[] {
  return (stroke.match(/\d\d/g) ?? []).map((pair) => [Number(pair[0]), Number(pair[1])]);
}

/** The strokes of a letter on a grid where capitals are 6 high and stand on 2. */
export function strokesOf(letter: string): readonly (readonly (readonly [number, number])[])[] {
  return letter === ' ' ? [] : (letters.get(letter) ?? unknown);
}

/** From one letter to the next, on that grid. */
export const advance = 5.6;
