/** Instants in words, with the exact one on hover. */
import React from 'react';

import { trans } from '../words';

const UNITS: [Intl.RelativeTimeFormatUnit, number][] = [
  ['year', 365 * 86400],
  ['month', 30 * 86400],
  ['week', 7 * 86400],
  ['day', 86400],
  ['hour', 3600],
  ['minute', 60]
];

const language = () => document.documentElement.lang || 'en';

/** Return for example “3 hours ago” or “in 2 days”. */
export function relative(instant: string, now = Date.now()): string {
  const seconds = (new Date(instant).getTime() - now) / 1000;
  const [unit, length] = UNITS.find(([, length]) => Math.abs(seconds) >= length) ?? ['second', 1];
  const words = new Intl.RelativeTimeFormat(language(), { numeric: 'auto' });
  return unit === 'second' && Math.abs(seconds) < 10
    ? trans.__('just now')
    : words.format(Math.trunc(seconds / length), unit);
}

/** Return for example “Mon, 23 Nov 2026, 06:00” in a time zone, the person's own by default. */
export function exact(instant: string, timeZone?: string): string {
  const style: Intl.DateTimeFormatOptions = {
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
    timeZone
  };
  return new Intl.DateTimeFormat(language(), style).format(new Date(instant));
}

/** Return for example “12 s” or “1 h 04 min”, from one instant to another or until now. */
export function duration(from: string, to: string | null): string {
  const end = to ? new Date(to).getTime() : Date.now();
  return lasting((end - new Date(from).getTime()) / 1000);
}

/** Return for example “12 s” or “1 h 04 min”. */
export function lasting(exactSeconds: number): string {
  const seconds = Math.max(0, Math.round(exactSeconds));
  if (seconds < 60) {
    return `${seconds} s`;
  }
  const minutes = Math.floor(seconds / 60);
  return minutes < 60
    ? `${minutes} min ${String(seconds % 60).padStart(2, '0')} s`
    : `${Math.floor(minutes / 60)} h ${String(minutes % 60).padStart(2, '0')} min`;
}

/** An instant in relative words; hovering shows the exact one. */
export function When({ instant }: { instant: string }): JSX.Element {
  return (
    <time dateTime={instant} title={exact(instant)}>
      {relative(instant)}
    </time>
  );
}
