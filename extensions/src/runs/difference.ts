/** Two notebooks side by side, from the older one and nbdime's diff: cells beside cells, lines beside lines. */
import type { Json } from '../request';

export type Diff = Operation[];

/** One step of a diff; `key` is a name in objects, and a place in the older one in lists and texts. */
export interface Operation {
  op: 'add' | 'remove' | 'replace' | 'patch' | 'addrange' | 'removerange';
  key: string | number;
  value?: Json;
  valuelist?: string | Json[];
  length?: number;
  diff?: Diff;
}

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
  return pairs;
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
  const lines = plain(before.source).map(line => ({ isSame: false, before: line }));
  const hasNewOutputs = !!before.outputs?.length;
  return { kind: 'removed', numbers: { before: number }, before, lines, hasNewOutputs };
}

function added(now: Cell, number: number): CellPair {
  const lines = plain(now.source).map(line => ({ isSame: false, now: line }));
  const hasNewOutputs = !!now.outputs?.length;
  return { kind: 'added', numbers: { now: number }, now, lines, hasNewOutputs };
}

function plain(source: string): Line[] {
  return linePairs(source, []).map(pair => pair.now!);
}

/** Return the newer of two values, from the older and nbdime's diff. */
export function patched(base: Json, diff: Diff): Json {
  if (typeof base === 'string') {
    const parts = linesOf(base).map((line, i) => patchedLine(line, inner(diff, i)));
    return spliced(parts, diff).join('');
  }
  if (Array.isArray(base)) {
    const parts = base.map((part, i) => patched(part, inner(diff, i)));
    return spliced(parts, diff);
  }
  return base !== null && typeof base === 'object' ? patchedObject(base, diff) : base;
}

/** Return the lines of a text with their ends, as Python's splitlines finds them. */
export function linesOf(text: string): string[] {
  const line =
    /[^\n\r\v\f\x1c-\x1e\x85\u2028\u2029]*(?:\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]|$)/g;
  return (text.match(line) ?? []).filter(Boolean);
}

/** Return a line with nbdime's diff of its characters. */
export function patchedLine(line: string, diff: Diff): string {
  return diff.length ? spliced(Array.from(line), diff).join('') : line;
}

function patchedObject(base: { [key: string]: Json }, diff: Diff): Json {
  const result = { ...base };
  for (const { op, key, value, diff: within } of diff) {
    if (op === 'remove') {
      delete result[key];
    } else {
      result[key] = op === 'patch' ? patched(base[key], within ?? []) : value!;
    }
  }
  return result;
}

function spliced<T>(parts: T[], diff: Diff): T[] {
  const result: T[] = [];
  let taken = 0;
  for (const { op, key, valuelist, length } of diff) {
    if (op === 'addrange' || op === 'removerange') {
      result.push(...parts.slice(taken, Number(key)));
      taken = Math.max(taken, Number(key) + (op === 'removerange' ? (length ?? 0) : 0));
      result.push(...(Array.from(valuelist ?? []) as T[]));
    }
  }
  return [...result, ...parts.slice(taken)];
}

function inner(diff: Diff, key: number): Diff {
  return diff.find(step => step.op === 'patch' && step.key === key)?.diff ?? [];
}
