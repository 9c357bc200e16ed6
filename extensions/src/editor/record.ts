/** A record while it is written: its fields by their paths, as in `resources[0].reader`. */
import type { Json } from '../request';

export type Draft = { [field: string]: Json };

/** What a new entry of any kind starts from. */
export function blank(person: string): Draft {
  return {
    name: '',
    title: '',
    summary: '',
    owner: person,
    steward: person,
    licence: '',
    classification: 'internal'
  };
}

/** Return the parts of a path: names, and places in lists. */
function partsOf(path: string): (string | number)[] {
  const parts = path.match(/[^.[\]]+/g) ?? [];
  return parts.map(part => (/^\d+$/.test(part) ? Number(part) : part));
}

/** Return what stands at a path. */
export function valueAt(record: Json | null, path: string): Json | undefined {
  return partsOf(path).reduce<Json | undefined>(
    (value, part) =>
      value && typeof value === 'object'
        ? (value as Record<string | number, Json>)[part]
        : undefined,
    record
  );
}

/** Return a copy of the record with a value at a path, or without what stands there. */
export function withValue(record: Draft, path: string, value: Json | undefined): Draft {
  return placed(record, partsOf(path), value) as Draft;
}

function placed(at: Json | undefined, parts: (string | number)[], value?: Json): Json | undefined {
  if (!parts.length) {
    return value;
  }
  const [part, ...rest] = parts;
  const copy: Record<string | number, Json> | Json[] = Array.isArray(at)
    ? [...at]
    : { ...(at as Draft) };
  const inner = placed((copy as Record<string | number, Json>)[part], rest, value);
  if (inner === undefined) {
    delete (copy as Record<string | number, Json>)[part];
  } else {
    (copy as Record<string | number, Json>)[part] = inner;
  }
  return copy;
}

/** Return what people typed as what they mean: a number, true or false, or text. */
export function literal(text: string): string | number | boolean {
  const trimmed = text.trim();
  if (trimmed === 'true' || trimmed === 'false') {
    return trimmed === 'true';
  }
  return trimmed && Number.isFinite(Number(trimmed)) ? Number(trimmed) : trimmed;
}

/** Return a name that an entry can have, from a title or a file's name. */
export function nameFor(text: string): string {
  const plain = text.normalize('NFKD').replace(/[\u0300-\u036f]/g, '');
  const name = plain.toLowerCase().replace(/[^a-z0-9]+/g, '_');
  return name.replace(/^[^a-z]+|_+$/g, '').slice(0, 100);
}
