/** Lists and tables as they were and as they are to be: row beside row. */
import { asText } from '../parts/value';
import type { Json } from '../request';
import type { Kind } from '../runs/difference';

export type Cells = { [name: string]: Json };

/** A row of both sides; what is missing was not there. */
export interface RowPair<T> {
  kind: Kind;
  before?: T;
  now?: T;
}

/** What a row of a table is known by, the first of these that it has. */
const KEYS = ['name', 'term', 'title', 'column', 'url'];

/** Return the rows of two tables, those of one name beside each other, in the order of the newer. */
export function tablePairs(before: Json, now: Json): RowPair<Cells>[] {
  return pairs(rowsOf(before), rowsOf(now), keyOf);
}

/** Return the items of two lists, in the order of the newer. */
export function listPairs(before: Json, now: Json): RowPair<Json>[] {
  return pairs(listOf(before), listOf(now), item => JSON.stringify(item));
}

/** Return the names of the cells of either table that say something, in their order. */
export function headings(rows: RowPair<Cells>[]): string[] {
  const cells = rows.flatMap(({ before, now }) => [now ?? {}, before ?? {}]);
  const names = new Set(cells.flatMap(row => Object.keys(row)));
  return [...names].filter(name => cells.some(row => isSaid(row[name])));
}

/** Whether a value says anything. */
export function isSaid(value: Json | undefined): boolean {
  const isEmpty = value === undefined || value === null || value === '' || value === false;
  return !isEmpty && !(typeof value === 'object' && Object.keys(value).length === 0);
}

/** Whether two values are the same, whatever the order of their keys. */
export function isSame(one: Json | undefined, other: Json | undefined): boolean {
  return canonical(one) === canonical(other) || (!isSaid(one) && !isSaid(other));
}

function canonical(value: Json | undefined): string {
  return JSON.stringify(value, (_, part: Json) =>
    part && typeof part === 'object' && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part
  );
}

function pairs<T extends Json>(before: T[], now: T[], keyOf: (row: T) => string): RowPair<T>[] {
  const old = new Map(numbered(before, keyOf));
  const result: RowPair<T>[] = numbered(now, keyOf).map(([key, row]) => {
    const was = old.get(key);
    old.delete(key);
    const kind = was === undefined ? 'added' : isSame(was, row) ? 'same' : 'changed';
    return { kind, before: was, now: row };
  });
  const gone = [...old.values()].map(row => ({ kind: 'removed' as const, before: row }));
  return [...result, ...gone];
}

/** Return rows by their keys; rows of one key are counted. */
function numbered<T>(rows: T[], keyOf: (row: T) => string): [string, T][] {
  const seen = new Map<string, number>();
  return rows.map(row => {
    const key = keyOf(row);
    seen.set(key, (seen.get(key) ?? 0) + 1);
    return [`${key} ${seen.get(key)}`, row];
  });
}

function keyOf(row: Cells): string {
  return asText(KEYS.map(key => row[key]).find(isSaid) ?? row);
}

function listOf(value: Json): Json[] {
  return Array.isArray(value) ? value : isSaid(value) ? [value] : [];
}

function rowsOf(value: Json): Cells[] {
  return listOf(value).map(row =>
    row && typeof row === 'object' && !Array.isArray(row) ? row : { value: row }
  );
}
