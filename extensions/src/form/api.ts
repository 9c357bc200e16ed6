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

/** What shall run, and how. */
export interface Job {
  name: string;
  template?: string;
  notebook?: INotebookContent;
  folder?: string;
  parameters: Record<string, Json>;
  profile?: string;
}

export interface Timing {
  cron: string;
  timezone: string;
}

/** A timing read back: in words, and the next instants. */
export interface Preview {
  text: string;
  next: string[];
}

export const inspectNotebook = (
  service: Service,
  notebook: INotebookContent
): Promise<Inspection> => service.post('api/notebooks/inspect', { notebook });

export const fetchProfiles = (service: Service): Promise<Page<Profile>> =>
  service.get('api/profiles');

export const previewTiming = (service: Service, timing: Timing): Promise<Preview> =>
  service.post('api/schedules/preview', timing);

export const startRun = (service: Service, job: Job): Promise<Run> => service.post('api/runs', job);

export const createSchedule = (service: Service, job: Job, timing: Timing): Promise<Schedule> =>
  service.post('api/schedules', { ...job, ...timing });
