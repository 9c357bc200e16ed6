/** A job that is ready to be handed in: as a run, a sweep, a schedule, or a schedule's change. */
import { JSONExt, type ReadonlyJSONValue } from '@lumino/coreutils';

import { Problem, type Service } from '../request';
import type { Run, Schedule } from '../runs/api';
import { trans } from '../words';
import {
  changeSchedule,
  createSchedule,
  preflight,
  startRun,
  startSweep,
  type Finding,
  type Job,
  type Occasion,
  type ScheduleOptions,
  type Sweep
} from './api';
import { blank, type Fields } from './fields';
import { chainOf, optionsOf, Reader, scheduleOptionsOf, timingOf, valuesOf } from './job';
import type { Source } from './source';
import { startValues, Unreadable, type Typed } from './values';

export type Outcome = { run: Run } | { group: string } | { schedule: Schedule };

/** Everything that somebody typed. */
export interface Filled {
  fields: Fields;
  values: Record<string, Typed>;
  /** By parameter, what stands where it takes several values. */
  lists: Record<string, string>;
}

export class Submission {
  private constructor(
    private readonly service: Service,
    private readonly source: Source,
    private readonly job: Job,
    private readonly sweep: Sweep,
    private readonly schedule: (ScheduleOptions & Occasion) | null
  ) {}

  /** Read the form; what cannot be read is left in the reader's errors. */
  static read(service: Service, source: Source, filled: Filled, reader: Reader): Submission {
    const { fields, values, lists } = filled;
    const { parameters, sweep } = valuesOf(source.parameters, values, lists, reader);
    const name = reader.read('name', () => named(fields.name)) ?? '';
    const profile = fields.profile || undefined;
    const job = { ...source.job, name, parameters, profile, ...optionsOf(fields, reader) };
    const schedule =
      fields.when === 'now'
        ? null
        : { ...scheduleOptionsOf(fields, reader), ...occasionOf(fields, reader) };
    return new Submission(service, source, job, sweep, schedule);
  }

  /** Return what is found before anything runs; nothing where the service does not look. */
  async preflight(): Promise<Finding[]> {
    const sweep = this.isSweep ? { sweep: this.sweep } : {};
    try {
      return (await preflight(this.service, { ...this.job, ...sweep })).findings;
    } catch (error) {
      if (error instanceof Problem && [401, 403, 422].includes(error.details.status)) {
        throw error;
      }
      return [];
    }
  }

  async send(): Promise<Outcome> {
    if (this.source.schedule) {
      return { schedule: await this.change(this.source.schedule) };
    }
    if (this.schedule) {
      return { schedule: await createSchedule(this.service, { ...this.job, ...this.schedule }) };
    }
    return this.isSweep
      ? { group: (await startSweep(this.service, this.job, this.sweep)).group }
      : { run: await startRun(this.service, this.job) };
  }

  private get isSweep(): boolean {
    return Object.keys(this.sweep).length > 0;
  }

  /** Name what is different and nothing else: of a shared schedule, others may change some of it only. */
  private change(id: string): Promise<Schedule> {
    const { fields, parameters, given } = this.source;
    const before = Submission.read(
      this.service,
      this.source,
      {
        fields: { ...blank(), ...fields },
        values: startValues(parameters, given),
        lists: {}
      },
      new Reader()
    ).asked();
    const different = Object.entries(this.asked()).filter(
      ([name, value]) => !JSONExt.deepEqual(value, before[name] ?? null)
    );
    return changeSchedule(this.service, id, Object.fromEntries(different));
  }

  /** Return all that can be changed of a schedule; what is not set is null. */
  private asked(): Record<string, ReadonlyJSONValue> {
    const { name, parameters, profile, retries, secrets, notify, shared_with } = this.job;
    const times: Record<string, null> =
      this.schedule && 'timezone' in this.schedule ? { start: null, end: null } : {};
    const unset = { retries: null, keep: null, shared_with: null, follow: false, ...times };
    const set = { name, parameters, profile, retries, shared_with, ...this.schedule };
    const lists = { secrets: secrets ?? [], notify: notify ?? [] };
    const named = JSON.parse(JSON.stringify({ ...set, ...lists })) as Record<
      string,
      ReadonlyJSONValue
    >;
    return { ...unset, ...named };
  }
}

/** Return when a schedule fires: at times, or after something else. */
function occasionOf(fields: Fields, reader: Reader): Occasion {
  return fields.when === 'after' ? { after: chainOf(fields, reader)! } : timingOf(fields, reader);
}

function named(name: string): string {
  if (!name.trim()) {
    throw new Unreadable(trans.__('Give it a name by which you will know it.'));
  }
  return name.trim();
}
