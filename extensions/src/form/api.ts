/** What the run form asks of the service. */
import type { INotebookContent } from '@jupyterlab/nbformat';

import type { Json, Page, Service } from '../request';
import type { Run, Schedule } from '../runs/api';

export type ParameterType =
  'string' | 'integer' | 'number' | 'boolean' | 'array' | 'object' | 'any';

export interface Parameter {
  name: string;
  type: ParameterType;
  default: Json;
  help: string | null;
  /** The only values it takes, if they are few. */
  choices?: Json[];
  nullable?: boolean;
}

export interface Inspection {
  parameters: Parameter[];
  kernel: string;
  language: string;
  cells: number;
}

export interface Profile {
  name: string;
  title: string;
  description: string;
}

export type Overlap = 'allow' | 'skip' | 'replace';
export type CatchUp = 'latest' | 'none' | 'all';
export type Ending = 'failed' | 'kernel_died' | 'timed_out' | 'lost';

/** Whom to tell, and of what. */
export interface Message {
  on: ('failure' | 'recovery' | 'success')[];
  figure?: { name: string; above?: number; below?: number };
  email?: string;
  webhook?: string;
}

/** How each run is executed, and whom it tells. */
export interface Options {
  /** In seconds. */
  timeout?: number;
  retries?: { most: number; delay: number; on: Ending[] };
  secrets?: string[];
  notify?: Message[];
  /** A group. */
  shared_with?: string;
}

/** What only schedules have. */
export interface ScheduleOptions {
  overlap?: Overlap;
  catch_up?: CatchUp;
  follow?: boolean;
  keep?: { count?: number; days?: number };
}

/** What shall run, and how. */
export interface Job extends Options {
  name: string;
  template?: string;
  notebook?: INotebookContent;
  folder?: string;
  parameters: Record<string, Json>;
  profile?: string;
}

export interface Timing {
  cron?: string;
  /** In seconds; instead of `cron`. */
  every?: number;
  timezone: string;
  start?: string;
  end?: string;
}

/** What a schedule waits for instead of a time. */
export type Chain = { schedule: string; on: 'success' | 'failure' | 'end' } | { entry: string };

export type Occasion = Timing | { after: Chain };

/** What runs and schedules tell of how they are executed. */
export type Work = {
  [Name in keyof (Options & ScheduleOptions)]?: (Options & ScheduleOptions)[Name] | null;
} & { after?: Chain | null; every?: number | null; start?: string | null; end?: string | null };

/** A timing read back: in words, and the next instants. */
export interface Preview {
  text: string;
  next: string[];
}

/** What was found before anything runs. */
export interface Finding {
  level: 'error' | 'warning' | 'note';
  about: 'parameters' | 'kernel' | 'imports' | 'entries' | 'limits';
  message: string;
  remedy?: string | null;
  field?: string;
}

/** A run for each combination of some parameters' values. */
export interface Group {
  group: string;
  items: Run[];
  total: number;
}

export const inspectNotebook = (
  service: Service,
  notebook: INotebookContent
): Promise<Inspection> => service.post('api/notebooks/inspect', { notebook });

export const fetchSchedule = (service: Service, id: string): Promise<Schedule & Work> =>
  service.get(`api/schedules/${id}`);

export const fetchProfiles = (service: Service): Promise<Page<Profile>> =>
  service.get('api/profiles');

export const fetchGroups = (service: Service): Promise<{ groups?: string[] }> =>
  service.get('api/me');

export const fetchSecrets = (service: Service): Promise<{ items: string[] }> =>
  service.get('secrets');

export const keepSecret = (service: Service, name: string, value: string): Promise<void> =>
  service.put(`secrets/${encodeURIComponent(name)}`, { value });

export const forgetSecret = (service: Service, name: string): Promise<void> =>
  service.delete(`secrets/${encodeURIComponent(name)}`);

export const previewTiming = (service: Service, timing: Timing): Promise<Preview> =>
  service.post('api/schedules/preview', timing);

export type Sweep = Record<string, Json[]>;

export const preflight = (
  service: Service,
  job: Job & { sweep?: Sweep }
): Promise<{ findings: Finding[] }> => service.post('api/preflight', job);

export const startRun = (service: Service, job: Job): Promise<Run> => service.post('api/runs', job);

export const startSweep = (service: Service, job: Job, sweep: Sweep): Promise<Group> =>
  service.post('api/runs', { ...job, sweep });

export const createSchedule = (
  service: Service,
  job: Job & ScheduleOptions & Occasion
): Promise<Schedule> => service.post('api/schedules', job);

export const changeSchedule = (
  service: Service,
  id: string,
  changes: Record<string, unknown>
): Promise<Schedule> => service.patch(`api/schedules/${id}`, changes);
