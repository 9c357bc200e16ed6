/** What was typed, as the service takes it; what cannot be read is kept by field. */
import type { Json } from '../request';
import { trans } from '../words';
import type { Chain, Message, Options, Parameter, ScheduleOptions, Timing } from './api';
import type { Fields, Notice } from './fields';
import { inWords, listed, MOST_RUNS, product } from './sweep';
import { cronOf, instantOf, secondsOf } from './timing';
import { isChanged, parsed, Unreadable, type Typed } from './values';

/** Reads fields one after the other, and remembers what is wrong with each. */
export class Reader {
  readonly errors: Record<string, string> = {};

  read<T>(field: string, take: () => T): T | undefined {
    try {
      return take();
    } catch (error) {
      if (!(error instanceof Unreadable)) {
        throw error;
      }
      this.errors[field] = error.message;
      return undefined;
    }
  }
}

export interface Values {
  parameters: Record<string, Json>;
  /** Lists by parameter, of two values or more each. */
  sweep: Record<string, Json[]>;
}

/** Return what differs from the notebook's own values; `lists` are parameters that take several. */
export function valuesOf(
  parameters: Parameter[],
  typed: Record<string, Typed>,
  lists: Record<string, string>,
  reader: Reader
): Values {
  const values: Values = { parameters: {}, sweep: {} };
  for (const parameter of parameters) {
    const { name } = parameter;
    const found = reader.read(`parameters.${name}`, () =>
      name in lists ? listed(parameter, lists[name]) : [parsed(parameter, typed[name])]
    );
    if (found && found.length > 1) {
      values.sweep[name] = found;
    } else if (found && isChanged(parameter, found[0])) {
      values.parameters[name] = found[0];
    }
  }
  checkSize(values, reader);
  return values;
}

function checkSize({ sweep }: Values, reader: Reader): void {
  const runs = product(Object.values(sweep));
  const [first] = Object.keys(sweep);
  if (runs > MOST_RUNS) {
    reader.errors[`parameters.${first}`] = inWords(runs);
  }
}

/** Return when a schedule fires. */
export function timingOf(fields: Fields, reader: Reader): Timing {
  const { preset, time, cron, every, unit, timezone } = fields;
  const bound = (field: 'start' | 'end') =>
    reader.read(field, () => (fields[field] ? instantOf(fields[field], timezone) : undefined));
  const bounds = { timezone, start: bound('start'), end: bound('end') };
  return preset === 'interval'
    ? { every: reader.read('every', () => secondsOf(every, unit)), ...bounds }
    : { cron: preset === 'custom' ? cron.trim() : cronOf(preset, time), ...bounds };
}

/** Return what a schedule waits for instead of a time. */
export function chainOf({ cause, schedule, on, entry }: Fields, reader: Reader): Chain | undefined {
  return cause === 'entry'
    ? reader.read('entry', () => ({
        entry: needed(entry, trans.__('Name an entry of the catalog.'))
      }))
    : reader.read('schedule', () => ({
        schedule: needed(schedule, trans.__('Choose a schedule.')),
        on
      }));
}

/** Return how each run is executed, and whom it tells. */
export function optionsOf(fields: Fields, reader: Reader): Options {
  const { secrets, shared_with } = fields;
  const minutes = reader.read('timeout', () => amount(fields.timeout));
  return {
    timeout: minutes === undefined ? undefined : minutes * 60,
    retries: retriesOf(fields, reader),
    secrets: secrets.length ? secrets : undefined,
    notify: fields.notify.length
      ? fields.notify.map((notice, row) => messageOf(notice, row, reader))
      : undefined,
    shared_with: shared_with || undefined
  };
}

/** Return what only schedules have. */
export function scheduleOptionsOf(fields: Fields, reader: Reader): ScheduleOptions {
  const { follow, overlap, catch_up } = fields;
  const count = reader.read('keep_count', () => amount(fields.keep_count));
  const days = reader.read('keep_days', () => amount(fields.keep_days));
  return {
    overlap,
    catch_up: fields.when === 'schedule' ? catch_up : undefined,
    follow: follow || undefined,
    keep: count || days ? { count, days } : undefined
  };
}

function retriesOf({ retries, delay, endings }: Fields, reader: Reader): Options['retries'] {
  const most = reader.read('retries', () => whole(retries || '0', 0, 10));
  if (!most) {
    return undefined;
  }
  const on = reader.read('endings', () => {
    needed(endings.join(), trans.__('Choose at least one, or 0 further attempts.'));
    return endings;
  });
  return { most, delay: reader.read('delay', () => whole(delay, 0, 86400)) ?? 0, on: on ?? [] };
}

function messageOf(notice: Notice, row: number, reader: Reader): Message {
  const at = `notify.${row}`;
  const on = (['failure', 'recovery', 'success'] as const).filter(event => notice[event]);
  const figure = notice.figure.trim();
  const bound = figure ? reader.read(`${at}.bound`, () => finite(notice.bound)) : undefined;
  reader.read(at, () => needed(on.join() + figure, trans.__('Choose when to tell.')));
  return {
    on,
    ...(figure && { figure: { name: figure, [notice.side]: bound } }),
    ...reader.read(`${at}.to`, () => receiver(notice.to.trim()))
  };
}

/** Return an address as what it looks like. */
function receiver(to: string): { email: string } | { webhook: string } {
  if (/^https:\/\/\S+$/.test(to)) {
    return { webhook: to };
  }
  if (/^[^\s@]+@[^\s@]+$/.test(to)) {
    return { email: to };
  }
  throw new Unreadable(trans.__('Give an email address, or an address that begins with https://.'));
}

function needed(text: string, message: string): string {
  if (!text.trim()) {
    throw new Unreadable(message);
  }
  return text.trim();
}

/** Return a number of 1 or more; undefined where nothing was typed. */
function amount(text: string): number | undefined {
  return text.trim() ? whole(text, 1, Infinity) : undefined;
}

function whole(text: string, least: number, most: number): number {
  const number = text.trim() ? Number(text) : NaN;
  if (!Number.isInteger(number) || number < least || number > most) {
    throw new Unreadable(
      most === Infinity
        ? trans.__('Give a whole number, %1 or more.', least)
        : trans.__('Give a whole number from %1 to %2.', least, most)
    );
  }
  return number;
}

function finite(text: string): number {
  const number = text.trim() ? Number(text) : NaN;
  if (!Number.isFinite(number)) {
    throw new Unreadable(trans.__('Give a number.'));
  }
  return number;
}
