/** What the run form knows: the job, what was typed, and what is wrong with it. */
import { VDomModel } from '@jupyterlab/ui-components';
import { Debouncer } from '@lumino/polling';

import { asProblem, type Json, type Problem, type Service } from '../request';
import type { Run, Schedule } from '../runs/api';
import {
  createSchedule,
  fetchProfiles,
  previewTiming,
  startRun,
  type Job,
  type Parameter,
  type Preview,
  type Profile,
  type Timing
} from './api';
import type { Source } from './source';
import { cronOf, ownZone, type PresetName } from './timing';
import { isChanged, parsed, shown, type Typed } from './values';

/** What can be typed besides the parameters. */
export interface Fields {
  name: string;
  profile: string;
  when: 'now' | 'schedule';
  preset: PresetName;
  time: string;
  cron: string;
  timezone: string;
}

export type Outcome = { run: Run } | { schedule: Schedule };

export class FormModel extends VDomModel {
  fields: Fields = {
    name: '',
    profile: '',
    when: 'now',
    preset: 'weekday',
    time: '06:00',
    cron: '0 6 * * 1-5',
    timezone: ownZone()
  };
  values: Record<string, Typed> = {};
  source: Source | null = null;
  profiles: Profile[] = [];
  preview: Preview | null = null;
  /** Why there is no form to fill in. */
  problem: Problem | null = null;
  /** What is wrong, by field; under '' what concerns the whole. */
  errors: Record<string, string> = {};
  /** How often the job was not accepted. */
  refusals = 0;
  isBusy = false;
  outcome: Outcome | null = null;

  private readonly typing = new Debouncer(() => this.readBack(), 250);

  constructor(
    private readonly service: Service,
    private readonly prepare: () => Promise<Source>,
    name: string
  ) {
    super();
    this.fields.name = name;
  }

  override dispose(): void {
    this.typing.dispose();
    super.dispose();
  }

  get timing(): Timing {
    const { preset, time, cron, timezone } = this.fields;
    return { cron: preset === 'custom' ? cron.trim() : cronOf(preset, time), timezone };
  }

  async load(): Promise<void> {
    this.problem = null;
    this.stateChanged.emit();
    try {
      const [source, profiles] = await Promise.all([
        this.prepare(),
        fetchProfiles(this.service).catch(() => ({ items: [] }))
      ]);
      this.receive(source, profiles.items);
    } catch (error) {
      this.problem = asProblem(error);
    }
    this.stateChanged.emit();
  }

  set(change: Partial<Fields>): void {
    const before = JSON.stringify(this.timing);
    Object.assign(this.fields, change);
    this.forget(...Object.keys(change), '');
    if (JSON.stringify(this.timing) !== before || change.when) {
      this.preview = null;
      this.forget('cron', 'timezone');
      void this.typing.invoke();
    }
    this.stateChanged.emit();
  }

  setValue(parameter: Parameter, typed: Typed): void {
    this.values[parameter.name] = typed;
    this.forget(`parameters.${parameter.name}`, '');
    this.stateChanged.emit();
  }

  /** Run or schedule the job; what is wrong is left in `errors`. */
  async submit(): Promise<void> {
    const job = this.job();
    if (job && !this.isBusy) {
      this.isBusy = true;
      this.stateChanged.emit();
      try {
        this.outcome = await this.send(job);
      } catch (error) {
        this.place(asProblem(error));
      }
      this.isBusy = false;
    }
    this.refusals += this.outcome ? 0 : 1;
    this.stateChanged.emit();
  }

  private async send(job: Job): Promise<Outcome> {
    return this.fields.when === 'now'
      ? { run: await startRun(this.service, job) }
      : { schedule: await createSchedule(this.service, job, this.timing) };
  }

  private receive(source: Source, profiles: Profile[]): void {
    const { job, parameters, given } = source;
    const known = profiles.some(({ name }) => name === job.profile);
    this.source = source;
    this.profiles = profiles;
    this.fields.name ||= job.name;
    this.fields.profile = (known ? job.profile : profiles[0]?.name) ?? '';
    this.values = Object.fromEntries(
      parameters.map(parameter => [
        parameter.name,
        shown(parameter, given[parameter.name] ?? parameter.default)
      ])
    );
  }

  private job(): Job | null {
    const { name, profile } = this.fields;
    const parameters = this.parameters();
    if (!name.trim()) {
      this.errors['name'] = 'Give it a name by which you will know it.';
    }
    return Object.keys(this.errors).length || !this.source
      ? null
      : { ...this.source.job, name: name.trim(), parameters, profile: profile || undefined };
  }

  private parameters(): Record<string, Json> {
    const changed: Record<string, Json> = {};
    this.errors = {};
    for (const parameter of this.source?.parameters ?? []) {
      try {
        const value = parsed(parameter, this.values[parameter.name]);
        if (isChanged(parameter, value)) {
          changed[parameter.name] = value;
        }
      } catch (error) {
        this.errors[`parameters.${parameter.name}`] = (error as Error).message;
      }
    }
    return changed;
  }

  private async readBack(): Promise<void> {
    if (this.fields.when === 'now') {
      return;
    }
    const asked = this.timing;
    try {
      const preview = await previewTiming(this.service, asked);
      this.preview = JSON.stringify(asked) === JSON.stringify(this.timing) ? preview : this.preview;
    } catch (error) {
      this.place(asProblem(error));
    }
    this.stateChanged.emit();
  }

  private forget(...fields: string[]): void {
    fields.forEach(field => delete this.errors[field]);
  }

  /** Put each message beside the field it names, or above the button. */
  private place(problem: Problem): void {
    const parameters = this.source?.parameters.map(({ name }) => name) ?? [];
    for (const [field, message] of Object.entries(problem.byField())) {
      const bare = field.replace(/^parameters\./, '');
      const isParameter = parameters.includes(bare) && (bare !== field || !(field in this.fields));
      const place = isParameter ? `parameters.${bare}` : field in this.fields ? field : '';
      this.errors[place] = message;
    }
  }
}
