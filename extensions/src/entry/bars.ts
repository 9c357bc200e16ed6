/** Loads by day as bars: a day each, or a week each where there are many. */
import { trans } from '../words';
import type { Use } from './history';

const MOST_BARS = 100;
const DAY = 24 * 3600 * 1000;

export interface Bar {
  /** The first day, as the service writes it. */
  from: string;
  label: string;
  loads: number;
}

/** Return bars up to today that cover so many days, those without loads among them; days are UTC's. */
export function barsOf(byDay: Use['by_day'], days: number, now: Date): Bar[] {
  const size = days > MOST_BARS ? 7 : 1;
  const number = Math.ceil(days / size);
  const today = Date.parse(isoDay(now.getTime()));
  const first = today - (number * size - 1) * DAY;
  const bars = Array.from({ length: number }, (_, i) => bar(first + i * size * DAY, size));
  for (const { day, loads } of byDay) {
    const found = bars[Math.floor((Date.parse(day) - first) / DAY / size)];
    if (found) {
      found.loads += loads;
    }
  }
  return bars;
}

function bar(at: number, size: number): Bar {
  const words = new Intl.DateTimeFormat(language(), {
    day: 'numeric',
    month: 'short',
    timeZone: 'UTC'
  }).format(at);
  return {
    from: isoDay(at),
    label: size === 1 ? words : trans.__('week from %1', words),
    loads: 0
  };
}

function isoDay(at: number): string {
  return new Date(at).toISOString().slice(0, 10);
}

function language(): string {
  return globalThis.document?.documentElement.lang || 'en';
}
