/** nbdime's diffs, applied: to lists, to objects, and to text by its lines. */
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
