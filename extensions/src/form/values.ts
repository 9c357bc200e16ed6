/** Parameters as people type them, and as JSON. */
import { JSONExt } from '@lumino/coreutils';

import type { Json } from '../request';
import { trans } from '../words';
import type { Parameter } from './api';

/** What a field holds: the state of a checkbox, or text. */
export type Typed = string | boolean;

/** What somebody typed cannot be read; the message says what is wanted. */
export class Unreadable extends Error {}

/** Return the value as its field shows it. */
export function shown({ type }: Parameter, value: Json): Typed {
  if (type === 'boolean') {
    return value === true;
  }
  if (value === null) {
    return '';
  }
  return typeof value === 'string' && type === 'string' ? value : JSON.stringify(value);
}

/** Return what the fields of parameters show at first: what was given, else the defaults. */
export function startValues(
  parameters: Parameter[],
  given: Record<string, Json>
): Record<string, Typed> {
  return Object.fromEntries(
    parameters.map(parameter => [
      parameter.name,
      shown(parameter, given[parameter.name] ?? parameter.default)
    ])
  );
}

/** Return what was typed as JSON, or throw Unreadable. */
export function parsed(parameter: Parameter, typed: Typed): Json {
  if (typeof typed === 'boolean') {
    return typed;
  }
  if (typed.trim() === '' && parameter.default === null) {
    return null;
  }
  return READERS[parameter.type](typed);
}

/** Whether a value differs from the notebook’s own. */
export function isChanged(parameter: Parameter, value: Json): boolean {
  return !JSONExt.deepEqual(value, parameter.default);
}

const READERS: Record<Parameter['type'], (text: string) => Json> = {
  string: text => text,
  boolean: text => text === 'true',
  integer: text => numeric(text, Number.isSafeInteger, trans.__('Give a whole number.')),
  number: text =>
    numeric(text, Number.isFinite, trans.__('Give a number, with a point before the decimals.')),
  array: text => json(text, Array.isArray, trans.__('Give a list, for example ["a", "b"].')),
  object: text => json(text, isObject, trans.__('Give an object, for example {"a": 1}.')),
  any: text =>
    json(text, () => true, trans.__('Give JSON: text in double quotes, a number, true, or a list.'))
};

function numeric(text: string, fits: (number: number) => boolean, message: string): number {
  const number = text.trim() === '' ? NaN : Number(text);
  if (!fits(number)) {
    throw new Unreadable(message);
  }
  return number;
}

function json(text: string, fits: (value: Json) => boolean, message: string): Json {
  const value = parseJson(text);
  if (value === undefined || !fits(value)) {
    throw new Unreadable(message);
  }
  return value;
}

function parseJson(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}

function isObject(value: Json): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
