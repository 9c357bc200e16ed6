/** What can be typed into the run form besides the parameters. */
import type { Run, Schedule } from '../runs/api';
import { trans } from '../words';
import type { CatchUp, Ending, Message, Overlap, Work } from './api';
import { intervalOf, localOf, ownZone, presetOf, type PresetName, type Unit } from './timing';

/** One way of telling somebody: of which ends, and where. */
export interface Notice {
  failure: boolean;
  recovery: boolean;
  success: boolean;
  /** A figure that crosses a bound; none while its name is empty. */
  figure: string;
  side: 'above' | 'below';
  bound: string;
  /** An email address, or the address of a webhook. */
  to: string;
}

export interface Fields {
  name: string;
  profile: string;
  when: 'now' | 'schedule' | 'after';
  preset: PresetName;
  time: string;
  cron: string;
  every: string;
  unit: Unit;
  timezone: string;
  start: string;
  end: string;
  overlap: Overlap;
  catch_up: CatchUp;
  cause: 'schedule' | 'entry';
  schedule: string;
  on: 'success' | 'failure' | 'end';
  entry: string;
  follow: boolean;
  /** In minutes. */
  timeout: string;
  retries: string;
  delay: string;
  endings: Ending[];
  secrets: string[];
  notify: Notice[];
  keep_count: string;
  keep_days: string;
  shared_with: string;
}

/** The fields that hold text. */
export type TextName = {
  [Name in keyof Fields]: Fields[Name] extends string ? Name : never;
}[keyof Fields];

export const endingWords = (): { name: Ending; title: string }[] => [
  { name: 'failed', title: trans.__('a cell failed') },
  { name: 'kernel_died', title: trans.__('the kernel died') },
  { name: 'timed_out', title: trans.__('it took too long') },
  { name: 'lost', title: trans.__('it was lost') }
];

export function blank(): Fields {
  return {
    name: '',
    profile: '',
    when: 'now',
    preset: 'weekday',
    time: '06:00',
    cron: '0 6 * * 1-5',
    every: '15',
    unit: 'minutes',
    timezone: ownZone(),
    start: '',
    end: '',
    overlap: 'skip',
    catch_up: 'latest',
    cause: 'schedule',
    schedule: '',
    on: 'success',
    entry: '',
    follow: false,
    timeout: '',
    retries: '0',
    delay: '60',
    endings: endingWords().map(({ name }) => name),
    secrets: [],
    notify: [],
    keep_count: '',
    keep_days: '',
    shared_with: ''
  };
}

export function blankNotice(): Notice {
  return {
    failure: true,
    recovery: true,
    success: false,
    figure: '',
    side: 'above',
    bound: '',
    to: ''
  };
}

/** Return the fields that say how a run is executed, and whom it tells. */
function ofWork(work: Work): Partial<Fields> {
  const { retries, secrets, notify, shared_with } = work;
  return {
    timeout: work.timeout ? String(work.timeout / 60) : '',
    ...(retries && {
      retries: String(retries.most),
      delay: String(retries.delay),
      endings: retries.on
    }),
    secrets: secrets ?? [],
    notify: (notify ?? []).map(noticeOf),
    shared_with: shared_with ?? ''
  };
}

export function ofRun(run: Run): Partial<Fields> {
  return ofWork(run as Work);
}

/** Return the fields of a schedule, to change it. */
export function ofSchedule(schedule: Schedule & Work): Partial<Fields> {
  return {
    ...ofWork(schedule),
    name: schedule.name,
    profile: schedule.profile,
    follow: schedule.follow ?? false,
    keep_count: String(schedule.keep?.count ?? ''),
    keep_days: String(schedule.keep?.days ?? ''),
    overlap: schedule.overlap ?? 'skip',
    catch_up: schedule.catch_up ?? 'latest',
    ...(schedule.after ? ofChain(schedule.after) : ofTiming(schedule))
  };
}

function ofChain(after: NonNullable<Work['after']>): Partial<Fields> {
  return 'entry' in after
    ? { when: 'after', cause: 'entry', entry: after.entry }
    : { when: 'after', cause: 'schedule', schedule: after.schedule, on: after.on };
}

function ofTiming({ cron, every, timezone, start, end }: Schedule & Work): Partial<Fields> {
  const local = (instant?: string | null) => (instant ? localOf(instant, timezone) : '');
  return {
    when: 'schedule',
    timezone,
    start: local(start),
    end: local(end),
    ...(every ? { preset: 'interval', ...intervalOf(every) } : {}),
    ...(cron ? { cron, ...presetOf(cron) } : {})
  };
}

function noticeOf({ on, figure, ...to }: Message): Notice {
  return {
    failure: on.includes('failure'),
    recovery: on.includes('recovery'),
    success: on.includes('success'),
    figure: figure?.name ?? '',
    side: figure && 'below' in figure ? 'below' : 'above',
    bound: String(figure?.above ?? figure?.below ?? ''),
    to: to.email ?? to.webhook ?? ''
  };
}
