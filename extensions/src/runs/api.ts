/** Runs and schedules as the service tells them. */
import type { INotebookContent } from '@jupyterlab/nbformat';

import type { Json, Page, Service } from '../request';

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
  scheduled_for: string | null;
  created_at: string;
  started_at: string | null;
  finished_at: string | null;
  progress: Progress | null;
  error: CellError | null;
  has_output: boolean;
  /** Its last 64 KiB; only where one run is asked for. */
  log?: string;
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

/** Whether a run may still change. */
export function isActive(state: RunState): boolean {
  return ['queued', 'starting', 'running'].includes(state);
}

export const fetchMe = (service: Service): Promise<Me> => service.get('api/me');

export const fetchRuns = (service: Service, limit: number): Promise<Page<Run>> =>
  service.get('api/runs', { limit });

export const fetchRun = (service: Service, id: string): Promise<Run> =>
  service.get(`api/runs/${id}`);

export const cancelRun = (service: Service, id: string): Promise<Run> =>
  service.post(`api/runs/${id}/cancel`);

export const fetchOutput = (service: Service, id: string): Promise<INotebookContent> =>
  service.get(`api/runs/${id}/output`);

export const fetchSchedules = (service: Service): Promise<Page<Schedule>> =>
  service.get('api/schedules');

export const pauseSchedule = (service: Service, id: string, enabled: boolean): Promise<Schedule> =>
  service.patch(`api/schedules/${id}`, { enabled });

export const deleteSchedule = (service: Service, id: string): Promise<void> =>
  service.delete(`api/schedules/${id}`);
