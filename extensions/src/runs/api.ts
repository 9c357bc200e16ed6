/** Runs and schedules as the service tells them. */
import type { INotebookContent } from '@jupyterlab/nbformat';

import type { Json, Page, Service } from '../request';
import type { Difference } from './difference';

export type RunState =
  | 'queued'
  | 'starting'
  | 'running'
  | 'succeeded'
  | 'failed'
  | 'kernel_died'
  | 'timed_out'
  | 'cancelled'
  | 'lost';

export interface Progress {
  done: number;
  total: number;
  current: { index: number; source: string } | null;
}

export interface CellError {
  /** The cell's index in the notebook, from 0. */
  cell: number;
  source: string;
  name: string;
  message: string;
  traceback: string;
}

/** Why a run ended badly, in a sentence, and what helps. */
export interface Explanation {
  kind: string;
  sentence: string;
  remedy: string | null;
}

/** A moment in which a run came into a state. */
export interface Moment {
  at: string;
  state: RunState;
  reason: string | null;
  attempt: number;
}

/** A catalog entry that a run read or wrote. */
export interface Touched {
  entry: string;
  version: number | null;
  role: 'read' | 'written';
}

export type Figures = Record<string, number>;

export interface Run {
  id: string;
  name: string;
  owner: string;
  state: RunState;
  reason: string | null;
  since: string;
  template: string | null;
  template_version: number | string | null;
  notebook_hash: string;
  parameters: Record<string, Json>;
  profile: string;
  folder: string;
  /** In seconds. */
  timeout: number;
  attempt: number;
  schedule: string | null;
  group: string | null;
  scheduled_for: string | null;
  caused_by?: string | null;
  shared_with?: string | null;
  resumes?: string | null;
  secrets?: string[];
  notify?: Json[];
  figures?: Figures;
  expired_at?: string | null;
  created_at: string;
  started_at: string | null;
  finished_at: string | null;
  progress: Progress | null;
  error: CellError | null;
  has_output: boolean;
  /** Its last 64 KiB; this and what follows only where one run is asked for. */
  log?: string;
  history?: Moment[];
  explanation?: Explanation | null;
  entries?: Touched[];
  resume?: { cell: number } | { refused: string } | null;
}

/** A value that may differ between two runs; what is missing was not there. */
export interface Change {
  name: string;
  before?: Json;
  now?: Json;
}

/** What differs between a run and an earlier one, the last good one by default. */
export interface Changes {
  since: Run | null;
  run: Run;
  notebook: { changed: boolean; versions: [number | null, number | null] };
  parameters: Change[];
  profile: { before: string; now: string } | null;
  packages: Change[];
  entries: Change[];
  figures: Change[];
  seconds: { before: number | null; now: number | null };
}

/** A message that tells somebody of a run's end. */
export interface Sent {
  channel: string;
  receiver: string;
  state: 'waiting' | 'sent' | 'given_up';
  attempts: number;
  trouble: string | null;
  sent_at: string | null;
}

/** One of a schedule's runs that have ended. */
export interface Past {
  run: string;
  at: string;
  state: RunState;
  seconds: number | null;
  figures: Figures;
}

/** The runs of a sweep. */
export interface Group {
  id: string;
  name: string;
  owner: string;
  created_at: string;
  /** The parameters whose values differ. */
  parameters: string[];
  states: Partial<Record<RunState, number>>;
  items: Run[];
}

export interface Schedule {
  id: string;
  name: string;
  owner: string;
  /** Null where it fires at an interval. */
  cron: string | null;
  timezone: string;
  /** The cron expression in words. */
  text: string;
  enabled: boolean;
  pause_reason?: string | null;
  /** What sets it off, where no clock does. */
  after?: Json;
  next: string[];
  template: string | null;
  parameters: Record<string, Json>;
  profile: string;
  folder: string;
  last_run: { id: string; state: RunState; since: string } | null;
  created_at: string;
}

export interface Me {
  name: string;
  admin: boolean;
  scopes: string[];
}

/** Whether two runs are of one job: of one sweep or schedule, else of one template or name. */
export function isSameJob(one: Run, other: Run): boolean {
  if (one.group && one.group === other.group) {
    return true;
  }
  if (one.schedule || other.schedule) {
    return one.schedule === other.schedule;
  }
  const isTheirs = one.owner === other.owner;
  return isTheirs && (one.template ? one.template === other.template : one.name === other.name);
}

/** Whether a run may still change. */
export function isActive(state: RunState): boolean {
  return ['queued', 'starting', 'running'].includes(state);
}

/** Whether a run ended otherwise than its owner wished. */
export function isFailure(state: RunState): boolean {
  return ['failed', 'kernel_died', 'timed_out', 'lost'].includes(state);
}

export const fetchMe = (service: Service): Promise<Me> => service.get('api/me');

export const fetchRuns = (service: Service, limit: number): Promise<Page<Run>> =>
  service.get('api/runs', { limit });

export const fetchRun = (service: Service, id: string): Promise<Run> =>
  service.get(`api/runs/${id}`);

export const cancelRun = (service: Service, id: string): Promise<Run> =>
  service.post(`api/runs/${id}/cancel`);

export const resumeRun = (service: Service, id: string): Promise<Run> =>
  service.post(`api/runs/${id}/resume`);

/** What differs from another run, by default the last good one of the same job. */
export const fetchChanges = (service: Service, id: string, since?: string): Promise<Changes> =>
  service.get(`api/runs/${id}/changes`, { since });

export const fetchDifference = (
  service: Service,
  id: string,
  since: string,
  what: 'source' | 'output'
): Promise<Difference> => service.get(`runs/${id}/diff`, { since, what });

export const fetchMessages = (service: Service, id: string): Promise<Page<Sent>> =>
  service.get(`api/runs/${id}/messages`);

export const fetchNotebook = (service: Service, id: string): Promise<INotebookContent> =>
  service.get(`api/runs/${id}/notebook`);

export const fetchPast = (service: Service, schedule: string): Promise<Page<Past>> =>
  service.get(`api/schedules/${schedule}/figures`);

export const fetchRunsOf = (service: Service, schedule: string): Promise<Page<Run>> =>
  service.get('api/runs', { schedule, limit: 50 });

export const fetchGroup = (service: Service, id: string): Promise<Group> =>
  service.get(`api/groups/${id}`);

export const cancelGroup = (service: Service, id: string): Promise<Group> =>
  service.post(`api/groups/${id}/cancel`);

export const fetchOutput = (service: Service, id: string): Promise<INotebookContent> =>
  service.get(`api/runs/${id}/output`);

export const fetchSchedules = (service: Service): Promise<Page<Schedule>> =>
  service.get('api/schedules');

/** Run what a schedule runs once, now. */
export const runSchedule = (service: Service, id: string): Promise<Run> =>
  service.post(`api/schedules/${id}/run`);

export const pauseSchedule = (service: Service, id: string, enabled: boolean): Promise<Schedule> =>
  service.patch(`api/schedules/${id}`, { enabled });

export const deleteSchedule = (service: Service, id: string): Promise<void> =>
  service.delete(`api/schedules/${id}`);
