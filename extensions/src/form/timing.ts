/** When a schedule fires: presets, cron expressions, intervals and time zones. */
import { trans } from '../words';
import { Unreadable } from './values';

export type PresetName = 'hour' | 'day' | 'weekday' | 'monday' | 'interval' | 'custom';
export type Unit = 'minutes' | 'hours' | 'days';

/** Each preset in words, with the days of its cron expression where it has a time of day. */
export const presets = (): { name: PresetName; title: string; days?: string }[] => [
  { name: 'hour', title: trans.__('Every hour') },
  { name: 'day', title: trans.__('Every day'), days: '*' },
  { name: 'weekday', title: trans.__('Every weekday'), days: '1-5' },
  { name: 'monday', title: trans.__('Every Monday'), days: '1' },
  { name: 'interval', title: trans.__('At an interval') },
  { name: 'custom', title: trans.__('Custom (cron)') }
];

const SECONDS: [Unit, number][] = [
  ['days', 86400],
  ['hours', 3600],
  ['minutes', 60]
];
const LONGEST = 366 * 86400;
const HOURLY = '0 * * * *';

/** Whether a preset needs a time of day. */
export function hasTime(preset: PresetName): boolean {
  return presets().some(({ name, days }) => name === preset && !!days);
}

/** Return the cron expression of a preset at a time such as “06:00”. */
export function cronOf(preset: PresetName, time: string): string {
  const days = presets().find(({ name }) => name === preset)?.days;
  const [hour, minute] = time.split(':').map(Number);
  return days ? `${minute || 0} ${hour || 0} * * ${days}` : HOURLY;
}

/** Return the preset that a cron expression is, with its time of day. */
export function presetOf(cron: string): { preset: PresetName; time?: string } {
  const [, minute, hour, days] = /^(\d+) (\d+) \* \* (\S+)$/.exec(cron) ?? [];
  const preset = presets().find(({ days: own }) => own && own === days)?.name;
  if (preset) {
    return { preset, time: `${hour.padStart(2, '0')}:${minute.padStart(2, '0')}` };
  }
  return { preset: cron === HOURLY ? 'hour' : 'custom' };
}

/** Return an interval in seconds; throw Unreadable for one that is none. */
export function secondsOf(amount: string, unit: Unit): number {
  const number = Number(amount);
  const seconds = number * SECONDS.find(([name]) => name === unit)![1];
  if (!Number.isInteger(number) || number < 1) {
    throw new Unreadable(trans.__('Give a whole number, 1 or more.'));
  }
  if (seconds > LONGEST) {
    throw new Unreadable(trans.__('Choose an interval of at most 366 days.'));
  }
  return seconds;
}

/** Return an interval in the largest unit that measures it. */
export function intervalOf(seconds: number): { every: string; unit: Unit } {
  const [unit, size] = SECONDS.find(([, size]) => seconds % size === 0) ?? ['minutes', 60];
  return { every: String(seconds / size), unit };
}

/** The time zone this browser is set to. */
export function ownZone(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone || 'UTC';
}

export function allZones(): string[] {
  return ['UTC', ...Intl.supportedValuesOf('timeZone').filter(zone => zone !== 'UTC')];
}

/** Return what the clocks of a zone show at an instant, such as “2026-11-23T06:00”. */
export function localOf(instant: string, zone: string): string {
  return shownAt(new Date(instant).getTime(), zone).toISOString().slice(0, 16);
}

/** Return the instant at which the clocks of a zone show this; throw Unreadable for no date. */
export function instantOf(local: string, zone: string): string {
  const wanted = Date.parse(`${local}Z`);
  if (Number.isNaN(wanted)) {
    throw new Unreadable(trans.__('Give a date and a time.'));
  }
  let instant = wanted;
  for (let i = 0; i < 2; i++) {
    instant += wanted - shownAt(instant, zone).getTime(); // the second time across a change of the clocks
  }
  return new Date(instant).toISOString();
}

/** Return the date that reads in UTC as the zone's clocks do. */
function shownAt(instant: number, zone: string): Date {
  const parts = formatter(zone).formatToParts(instant);
  const part = (type: string) => Number(parts.find(found => found.type === type)?.value);
  return new Date(
    Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'))
  );
}

function formatter(timeZone: string): Intl.DateTimeFormat {
  try {
    return new Intl.DateTimeFormat('en', {
      timeZone,
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      hourCycle: 'h23'
    });
  } catch {
    throw new Unreadable(trans.__('Choose a time zone first.'));
  }
}
