/** Two notebooks side by side, from the older one and nbdime's diff: cells beside cells, lines beside lines. */
import type { Json } from '../request';
import { linesOf, patched, patchedLine, type Diff } from './patch';

export interface Output {
  data: Record<string, string>;
}

export interface Cell {
  cell_type: string;
  source: string;
  outputs?: Output[];
}

/** The older of two notebooks, and what leads to the newer. */
export interface Difference {
  base: { cells: Cell[] };
  diff: Diff;
}

export type Kind = 'same' | 'changed' | 'added' | 'removed';

export interface Line {
  number: number;
  text: string;
}

/** A line of each side; what is missing was not there. */
export interface LinePair {
  isSame: boolean;
  before?: Line;
  now?: Line;
}

export interface CellPair {
  kind: Kind;
  /** The place in each notebook, from 1. */
  numbers: { before?: number; now?: number };
  before?: Cell;
  now?: Cell;
  lines: LinePair[];
  hasNewOutputs: boolean;
}

/** Return the cells of both notebooks in the order in which one reads them. */
export function cellPairs({ base, diff }: Difference): CellPair[] {
  const within = diff.find(({ key }) => key === 'cells')?.diff ?? [];
  const pairs: CellPair[] = [];
  let now = 0;
  walk(base.cells.length, within, {
    keep: (i, inner) => pairs.push(kept(base.cells[i], inner, { before: i + 1, now: ++now })),
    remove: i => pairs.push(removed(base.cells[i], i + 1)),
    add: cell => pairs.push(added(cell as unknown as Cell, ++now))
  });
  return replacedPairs(pairs);
}

/** Return the lines of both sides of a source, what was removed beside what came instead. */
export function linePairs(before: string, diff: Diff): LinePair[] {
  const lines = linesOf(before);
  const pairs: LinePair[] = [];
  let now = 0;
  let old: Line[] = [];
  let fresh: Line[] = [];
  const settle = () => {
    for (let i = 0; i < Math.max(old.length, fresh.length); i++) {
      pairs.push({ isSame: false, before: old[i], now: fresh[i] });
    }
    old = [];
    fresh = [];
  };
  const line = (number: number, text: string) => ({ number, text: text.replace(/[\r\n]+$/, '') });
  walk(lines.length, diff, {
    keep: (i, inner) => {
      const text = patchedLine(lines[i], inner);
      if (text !== lines[i]) {
        old.push(line(i + 1, lines[i]));
        fresh.push(line(++now, text));
        return;
      }
      settle();
      pairs.push({ isSame: true, before: line(i + 1, text), now: line(++now, text) });
    },
    remove: i => old.push(line(i + 1, lines[i])),
    add: text => fresh.push(line(++now, text as string))
  });
  settle();
  return pairs;
}

interface Steps {
  keep: (index: number, inner: Diff) => void;
  remove: (index: number) => void;
  add: (value: Json) => void;
}

/** Go through a list that a diff changes, step by step. */
function walk(length: number, diff: Diff, { keep, remove, add }: Steps): void {
  let gone = 0;
  for (let i = 0; i <= length; i++) {
    const here = diff.filter(({ key }) => key === i);
    here.forEach(step => Array.from((step.valuelist ?? []) as Json[]).forEach(add));
    gone = Math.max(
      gone,
      ...here.map(step => (step.op === 'removerange' ? (step.length ?? 0) : 0))
    );
    if (i < length && gone > 0) {
      remove(i);
      gone -= 1;
    } else if (i < length) {
      keep(i, here.find(({ op }) => op === 'patch')?.diff ?? []);
    }
  }
}

function kept(before: Cell, diff: Diff, numbers: { before: number; now: number }): CellPair {
  const now = patched(before as unknown as Json, diff) as unknown as Cell;
  const source = diff.find(({ key }) => key === 'source')?.diff ?? [];
  const hasNewOutputs = diff.some(({ key }) => key === 'outputs');
  const kind = now.source !== before.source || hasNewOutputs ? 'changed' : 'same';
  return { kind, numbers, before, now, lines: linePairs(before.source, source), hasNewOutputs };
}

function removed(before: Cell, number: number): CellPair {
  return oneSided('removed', { before }, { before: number });
}

function added(now: Cell, number: number): CellPair {
  return oneSided('added', { now }, { now: number });
}

function oneSided(
  kind: Kind,
  sides: Pick<CellPair, 'before' | 'now'>,
  numbers: CellPair['numbers']
): CellPair {
  const hasNewOutputs = !!(sides.before ?? sides.now)?.outputs?.length;
  return { kind, numbers, ...sides, lines: zipped(sides), hasNewOutputs };
}

/** Return the pairs with cells that went beside those that came in their place. */
function replacedPairs(pairs: CellPair[]): CellPair[] {
  const result: CellPair[] = [];
  let gone: CellPair[] = [];
  let come: CellPair[] = [];
  const settle = () => {
    for (let i = 0; i < Math.max(gone.length, come.length); i++) {
      result.push(gone[i] && come[i] ? replaced(gone[i], come[i]) : (gone[i] ?? come[i]));
    }
    gone = [];
    come = [];
  };
  for (const pair of pairs) {
    if (pair.kind === 'removed') {
      gone.push(pair);
    } else if (pair.kind === 'added') {
      come.push(pair);
    } else {
      settle();
      result.push(pair);
    }
  }
  settle();
  return result;
}

function replaced({ before, ...gone }: CellPair, { now, ...come }: CellPair): CellPair {
  return {
    kind: 'changed',
    numbers: { ...gone.numbers, ...come.numbers },
    before,
    now,
    lines: zipped({ before, now }),
    hasNewOutputs: gone.hasNewOutputs || come.hasNewOutputs
  };
}

/** Return the lines of two sources that have nothing to do with each other, first beside first. */
function zipped({ before, now }: Pick<CellPair, 'before' | 'now'>): LinePair[] {
  const [old, fresh] = [plain(before?.source ?? ''), plain(now?.source ?? '')];
  return Array.from({ length: Math.max(old.length, fresh.length) }, (_, i) => ({
    isSame: old[i]?.text === fresh[i]?.text,
    before: old[i],
    now: fresh[i]
  }));
}

function plain(source: string): Line[] {
  return linePairs(source, []).map(pair => pair.now!);
}
