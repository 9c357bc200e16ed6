/** When a schedule fires: presets, cron expressions and time zones. */

export type PresetName = 'hour' | 'day' | 'weekday' | 'monday' | 'custom';

/** Each preset in words, with the days of its cron expression; an hourly one has no time of day. */
export const PRESETS: { name: PresetName; title: string; days?: string }[] = [
  { name: 'hour', title: 'Every hour' },
  { name: 'day', title: 'Every day', days: '*' },
  { name: 'weekday', title: 'Every weekday', days: '1-5' },
  { name: 'monday', title: 'Every Monday', days: '1' },
  { name: 'custom', title: 'Custom (cron)' }
];

/** Whether a preset needs a time of day. */
export function hasTime(preset: PresetName): boolean {
  return PRESETS.some(({ name, days }) => name === preset && !!days);
}

/** Return the cron expression of a preset at a time such as “06:00”. */
export function cronOf(preset: PresetName, time: string): string {
  const days = PRESETS.find(({ name }) => name === preset)?.days;
  const [hour, minute] = time.split(':').map(Number);
  return days ? `${minute || 0} ${hour || 0} * * ${days}` : '0 * * * *';
}

/** The time zone this browser is set to. */
export function ownZone(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone || 'UTC';
}

export function allZones(): string[] {
  return ['UTC', ...Intl.supportedValuesOf('timeZone').filter(zone => zone !== 'UTC')];
}
