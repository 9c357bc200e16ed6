/** Several values of one parameter, as people list them. */
import { JSONExt } from '@lumino/coreutils';

import type { Json } from '../request';
import { trans } from '../words';
import type { Parameter } from './api';
import { parsed, Unreadable } from './values';

/** The service makes no larger groups. */
export const MOST_RUNS = 100;

/** Return the values that a list names, each once; throw Unreadable for one that does not fit. */
export function listed(parameter: Parameter, text: string): Json[] {
  const values = pieces(parameter, text).map(piece => parsed(parameter, piece));
  const distinct = values.filter(
    (value, place) => values.findIndex(other => JSONExt.deepEqual(other, value)) === place
  );
  if (!distinct.length) {
    throw new Unreadable(trans.__('Give at least one value.'));
  }
  return distinct;
}

/** Return how many runs lists of values make together. */
export function product(lists: Json[][]): number {
  return lists.reduce((number, list) => number * list.length, 1);
}

/** Return for example “This makes 12 runs.”, or that these are too many. */
export function inWords(runs: number): string {
  return runs > MOST_RUNS
    ? trans.__('This makes %1 runs; choose fewer values, at most %2 runs.', runs, MOST_RUNS)
    : trans._n('This makes %1 run.', 'This makes %1 runs.', runs);
}

/** What the list of a parameter looks like, beside its field. */
export function listHint({ type }: Parameter): string {
  switch (type) {
    case 'integer':
      return trans.__('Numbers, one a line, or with commas between; 1..10 counts up.');
    case 'number':
      return trans.__('Numbers, one a line, or with commas between, such as 0.1, 0.2.');
    case 'string':
      return trans.__('Texts, one a line, or with commas between.');
    default:
      return trans.__('JSON, one value a line.');
  }
}

/** Lists of JSON are written a line each, for JSON has commas of its own. */
function pieces(parameter: Parameter, text: string): string[] {
  const isByLine = !!parameter.choices?.length || !SIMPLE.has(parameter.type);
  const separator = isByLine || text.trim().includes('\n') ? '\n' : ',';
  const found = text
    .split(separator)
    .map(piece => piece.trim())
    .filter(Boolean);
  return parameter.type === 'integer' ? found.flatMap(counted) : found;
}

const SIMPLE = new Set<Parameter['type']>(['string', 'integer', 'number', 'boolean']);

/** Return the numbers of a range such as `1..10`, and anything else as it is. */
function counted(piece: string): string[] {
  const range = /^(-?\d+)\s*\.\.\s*(-?\d+)$/.exec(piece);
  if (!range) {
    return [piece];
  }
  const [from, to] = [Number(range[1]), Number(range[2])];
  if (to < from) {
    throw new Unreadable(trans.__('Write the smaller number first: %1..%2.', to, from));
  }
  if (to - from >= MOST_RUNS) {
    throw new Unreadable(trans.__('%1 is more than %2 values; choose fewer.', piece, MOST_RUNS));
  }
  return Array.from({ length: to - from + 1 }, (_, step) => String(from + step));
}
