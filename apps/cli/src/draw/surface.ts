/** A line on a surface: its points, its colour as #rrggbb, its width, and dashes as lengths of ink and gap in turn. */
export interface Stroke {
  points: readonly (readonly [x: number, y: number])[];
  colour: string;
  width: number;
  dash: readonly number[];
}

/** Words on a surface; `y` is the middle of their height. */
export interface Words {
  x: number;
  y: number;
  text: string;
  size: number;
  anchor: 'start' | 'middle' | 'end';
  colour: string;
}

/** A filled rectangle; `x` and `y` are its upper left corner. */
export interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
  colour: string;
}

/** Something white to draw on, in units of a pixel from the upper left corner. */
export interface Surface {
  line(stroke: Stroke): void;
  words(words: Words): void;
  box(box: Box): void;
}
