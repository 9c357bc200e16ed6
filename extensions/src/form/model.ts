/** What the run form knows: the job, what was typed, and what is wrong with it. */
import { VDomModel } from '@jupyterlab/ui-components';
import { Debouncer } from '@lumino/polling';

import { asProblem, type Problem, type Service } from '../request';
import { previewTiming, type Finding, type Parameter, type Preview } from './api';
import { blank, type Fields } from './fields';
import { Reader, timingOf, valuesOf } from './job';
import { Offers } from './offers';
import { fieldOf, placed } from './places';
import type { Source } from './source';
import { Submission, type Outcome } from './submission';
import { product } from './sweep';
import { startValues, type Typed } from './values';

export interface FormOptions {
  name?: string;
  /** Whether a schedule that is there shall be changed. */
  isEdit?: boolean;
}

export class FormModel extends VDomModel {
  readonly fields: Fields = blank();
  readonly offers: Offers;
  readonly isEdit: boolean;
  values: Record<string, Typed> = {};
  /** What was typed where a parameter takes several values. */
  lists: Record<string, string> = {};
  source: Source | null = null;
  preview: Preview | null = null;
  /** Why there is no form to fill in. */
  problem: Problem | null = null;
  /** What is wrong, by field; under '' what concerns the whole. */
  errors: Record<string, string> = {};
  /** What might go wrong, to be decided upon before anything runs. */
  warnings: Finding[] = [];
  /** How often the job was not accepted. */
  refusals = 0;
  isBusy = false;
  outcome: Outcome | null = null;

  private readonly typing = new Debouncer(() => this.readBack(), 250);
  private readonly known = new Set<string>();

  constructor(
    private readonly service: Service,
    private readonly prepare: () => Promise<Source>,
    { name = '', isEdit = false }: FormOptions = {}
  ) {
    super();
    this.offers = new Offers(service, () => this.stateChanged.emit());
    this.isEdit = isEdit;
    Object.assign(this.fields, { name, when: isEdit ? 'schedule' : 'now' });
  }

  override dispose(): void {
    this.typing.dispose();
    super.dispose();
  }

  /** The lists that count: a schedule's runs take one value a parameter. */
  get activeLists(): Record<string, string> {
    return this.fields.when === 'now' ? this.lists : {};
  }

  /** How many runs this makes; null while a value cannot be read. */
  get runs(): number | null {
    const reader = new Reader();
    const { sweep } = valuesOf(this.parameters, this.values, this.activeLists, reader);
    const isReadable = Object.keys(this.lists).every(
      name => name in sweep || !(`parameters.${name}` in reader.errors)
    );
    return isReadable ? product(Object.values(sweep)) : null;
  }

  get parameters(): Parameter[] {
    return this.source?.parameters ?? [];
  }

  async load(): Promise<void> {
    this.problem = null;
    this.stateChanged.emit();
    try {
      const [source] = await Promise.all([this.prepare(), this.offers.loadProfiles()]);
      this.receive(source);
    } catch (error) {
      this.problem = asProblem(error);
    }
    this.stateChanged.emit();
  }

  set(change: Partial<Fields>): void {
    const before = JSON.stringify(this.timing());
    Object.assign(this.fields, change);
    this.forget(...Object.keys(change), '');
    if (this.fields.when === 'after') {
      this.offers.loadCauses();
    }
    if (JSON.stringify(this.timing()) !== before || change.when) {
      this.askPreview();
    }
    this.stateChanged.emit();
  }

  setValue(parameter: Parameter, typed: Typed): void {
    this.values[parameter.name] = typed;
    this.forget(`parameters.${parameter.name}`, '');
    this.stateChanged.emit();
  }

  /** Let a parameter take a list of values, or one again with null. */
  setList({ name }: Parameter, typed: string | null): void {
    if (typed === null) {
      delete this.lists[name];
    } else {
      this.lists[name] = typed;
    }
    this.forget(`parameters.${name}`, '');
    this.stateChanged.emit();
  }

  /** Say at a field what went wrong with it. */
  setError(field: string, error: unknown): void {
    this.errors[field] = asProblem(error).message;
    this.stateChanged.emit();
  }

  /** Run, schedule or change; what is wrong is left in `errors`, what may go wrong in `warnings`. */
  async submit(): Promise<void> {
    const submission = this.read();
    if (submission && !this.isBusy) {
      this.isBusy = true;
      this.stateChanged.emit();
      await this.send(submission).catch(error => this.place(asProblem(error)));
      this.isBusy = false;
    }
    this.refusals += this.outcome || this.warnings.length ? 0 : 1;
    this.stateChanged.emit();
  }

  /** Put what may go wrong away; it is not said again. */
  goBack(): void {
    this.warnings = [];
    this.stateChanged.emit();
  }

  private async send(submission: Submission): Promise<void> {
    const findings = this.isEdit ? [] : await submission.preflight();
    const fresh = findings.filter(
      ({ level, message }) => level === 'warning' && this.isNew(message)
    );
    for (const finding of findings.filter(({ level }) => level === 'error')) {
      const [field, message] = placed(finding, this.parameters);
      this.errors[field] = message;
    }
    if (!Object.keys(this.errors).length) {
      const notes = findings.filter(({ level }) => level === 'note');
      this.warnings = fresh.length ? [...fresh, ...notes] : [];
      this.outcome = fresh.length ? null : await submission.send();
    }
  }

  private isNew(message: string): boolean {
    const isNew = !this.known.has(message);
    this.known.add(message);
    return isNew;
  }

  private read(): Submission | null {
    const reader = new Reader();
    this.warnings = [];
    const { source } = this;
    const { fields, values, activeLists: lists } = this;
    const filled = { fields, values, lists };
    const submission = source && Submission.read(this.service, source, filled, reader);
    this.errors = reader.errors;
    return Object.keys(this.errors).length ? null : submission;
  }

  private receive(source: Source): void {
    const { job, parameters, given } = source;
    const { profiles } = this.offers;
    const known = profiles.some(({ name }) => name === job.profile);
    this.source = source;
    Object.assign(this.fields, source.fields);
    this.fields.name ||= job.name;
    this.fields.profile = (known ? job.profile : profiles[0]?.name) ?? '';
    this.values = startValues(parameters, given);
    if (this.isEdit) {
      this.set({ when: this.fields.when });
    }
  }

  private timing() {
    return timingOf(this.fields, new Reader());
  }

  private askPreview(): void {
    this.preview = null;
    this.forget('cron', 'every', 'timezone', 'start', 'end');
    void this.typing.invoke();
  }

  private async readBack(): Promise<void> {
    if (this.fields.when !== 'schedule') {
      return;
    }
    const reader = new Reader();
    const asked = timingOf(this.fields, reader);
    Object.assign(this.errors, reader.errors);
    try {
      const isReadable = !Object.keys(reader.errors).length;
      const preview = isReadable ? await previewTiming(this.service, asked) : null;
      const isCurrent = JSON.stringify(asked) === JSON.stringify(this.timing());
      this.preview = isCurrent ? preview : this.preview;
    } catch (error) {
      this.place(asProblem(error));
    }
    this.stateChanged.emit();
  }

  private forget(...fields: string[]): void {
    const begin = fields.filter(Boolean).map(field => `${field}.`);
    for (const field of Object.keys(this.errors)) {
      if (fields.includes(field) || begin.some(start => field.startsWith(start))) {
        delete this.errors[field];
      }
    }
  }

  /** Put each message beside the field it names, or above the button. */
  private place(problem: Problem): void {
    for (const [field, message] of Object.entries(problem.byField())) {
      this.errors[fieldOf(field, this.fields, this.parameters)] = message;
    }
  }
}
