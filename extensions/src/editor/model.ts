/** What the editor knows: the record as it is typed, what is wrong with it, and whether it is kept. */
import { VDomModel } from '@jupyterlab/ui-components';
import { Debouncer } from '@lumino/polling';

import { asProblem, type Json, type Problem, type Service } from '../request';
import { isSame } from '../review/rows';
import { fetchUsed, validate } from './api';
import { Findings } from './findings';
import type { Keeper, Kept } from './kept';
import { valueAt, withValue, type Draft } from './record';
import { Saving } from './saving';
import type { Start } from './start';
import { Stored } from './stored';
import { RecordText } from './yaml';

const TYPING_PAUSE = 300;

export type View = 'form' | 'text';

export class EditorModel extends VDomModel {
  record: Draft | null = null;
  summary = '';
  view: View = 'form';
  /** Why it could not be loaded. */
  problem: Problem | null = null;
  /** Whether it goes on with what was typed before, and is with this browser only. */
  isResumed = false;
  /** The domains of other entries, the frequent ones first. */
  domains: string[] = [];
  readonly findings = new Findings();
  readonly text: RecordText;
  readonly stored: Stored;
  readonly saving: Saving;

  private origin: Draft | null = null;
  private readonly checking = new Debouncer(() => this.check(), TYPING_PAUSE);
  private readonly reading = new Debouncer(() => this.read(), TYPING_PAUSE);

  constructor(
    readonly key: string,
    readonly service: Service,
    private readonly start: () => Promise<Start>,
    private readonly keeper: Keeper
  ) {
    super();
    this.text = new RecordText(service);
    this.stored = new Stored(service);
    this.saving = new Saving(this.stored, {
      complete: () => this.complete(),
      keep: () => this.keep(),
      forget: () => this.forget(),
      tell: () => this.stateChanged.emit()
    });
  }

  override dispose(): void {
    [this.checking, this.reading, this.saving].forEach(later => later.dispose());
    super.dispose();
  }

  get kind(): 'dataset' | 'template' {
    return this.record?.kind === 'template' ? 'template' : 'dataset';
  }

  async load(): Promise<void> {
    this.problem = null;
    try {
      this.take(await this.start(), this.keeper.get());
    } catch (error) {
      this.problem = asProblem(error);
    }
    this.stateChanged.emit();
    await this.check();
    this.domains = await fetchUsed(this.service, 'domain').catch(() => []);
    this.stateChanged.emit();
  }

  /** Return what stands at a place of the record. */
  at(path: string): Json | undefined {
    return valueAt(this.record, path);
  }

  set(path: string, value: Json | undefined): void {
    this.record = withValue(this.record!, path, value);
    this.findings.touch(path);
    this.findings.drop(path);
    this.text.forget();
    this.changed();
  }

  summarise(summary: string): void {
    this.summary = summary;
    this.changed();
  }

  /** Return what is wrong at a place, or within it where that is asked for. */
  errorAt(path: string, within = false): string | undefined {
    return this.findings.at(path, within);
  }

  /** Note that somebody has left a field: what is missing there is told from now on. */
  leave(path: string): void {
    this.findings.touch(path);
    this.stateChanged.emit();
  }

  async show(view: View): Promise<void> {
    this.view = view;
    this.stateChanged.emit();
    if (view === 'text' && this.text.source === null) {
      await this.write();
    }
  }

  setText(source: string): void {
    this.text.source = source;
    this.saving.here();
    void this.reading.invoke();
  }

  /** Ask for a review; answer whether it was taken. */
  async submit(): Promise<boolean> {
    this.findings.isStrict = true;
    await this.check();
    if (this.findings.all.length || this.text.isWrong) {
      return false;
    }
    try {
      await this.saving.now();
      const isKept = this.saving.keeping === 'saved' && !!this.stored.proposal;
      await (isKept && this.stored.submit());
      return isKept;
    } catch (error) {
      this.saving.refuse(error);
      return false;
    } finally {
      this.stateChanged.emit();
    }
  }

  /** Forget what was typed before, and begin with what it was typed into. */
  async startAnew(): Promise<void> {
    this.keeper.forget();
    this.findings.startAnew();
    this.text.forget();
    Object.assign(this, { record: this.origin, summary: '', view: 'form', isResumed: false });
    this.saving.keeping = 'unchanged';
    this.stateChanged.emit();
    await this.check();
  }

  /** Make it a change of the entry as it is by now. */
  catchUp(): void {
    this.stored.catchUp();
    this.changed();
  }

  /** Settle a conflict: go on with what is here, or with what somebody else left. */
  async settle(which: 'mine' | 'theirs'): Promise<void> {
    const { record, summary } = this.stored.takeTheirs();
    if (which === 'mine') {
      this.changed();
      return;
    }
    Object.assign(this, { record, summary });
    this.saving.keeping = 'saved';
    this.text.forget();
    this.keeper.forget();
    this.stateChanged.emit();
    await (this.view === 'text' ? this.write() : this.check());
  }

  private take(start: Start, kept: Kept | null): void {
    const { record, proposal, baseVersion, notebook } = start;
    Object.assign(this.stored, { proposal, baseVersion });
    Object.assign(this, { record, origin: record, summary: proposal?.summary ?? '' });
    this.saving.keeping = proposal ? 'saved' : 'unchanged';
    if (kept) {
      this.takeKept(kept);
    }
    if (notebook !== undefined && !isSame(notebook, this.at('notebook'))) {
      this.set('notebook', notebook);
    }
  }

  /** Go on with what was typed before; where somebody else changed the draft since, show both. */
  private takeKept({ record, summary, text, revision, baseVersion }: Kept): void {
    const { stored } = this;
    this.isResumed = !stored.proposal;
    Object.assign(this, { record, summary, view: text === null ? 'form' : 'text' });
    this.text.source = text;
    stored.baseVersion = baseVersion;
    this.changed();
    if (stored.proposal && stored.proposal.revision !== revision) {
      stored.theirs = stored.proposal;
    }
    if (text !== null) {
      void this.reading.invoke();
    }
  }

  private changed(): void {
    void this.checking.invoke();
    this.saving.soon();
  }

  private keep(): void {
    const { record, summary, text, stored } = this;
    this.keeper.set({
      record: record!,
      summary,
      text: text.isWrong || this.view === 'text' ? text.source : null,
      proposal: stored.proposal?.id ?? null,
      revision: stored.proposal?.revision ?? null,
      baseVersion: stored.baseVersion
    });
  }

  /** Forget what the browser keeps, unless that is a text which is no record. */
  private forget(): boolean {
    if (!this.text.isWrong) {
      this.keeper.forget();
    }
    return !this.text.isWrong;
  }

  /** Return what the service takes: a record with a name in which nothing is wrong. */
  private async complete(): Promise<{ record: Draft; summary: string } | null> {
    await this.check();
    const { record, summary, findings } = this;
    return record?.name && !findings.all.length ? { record, summary } : null;
  }

  private async check(): Promise<void> {
    if (!this.record || this.isDisposed) {
      return;
    }
    const asked = this.record;
    const answer = await validate(this.service, asked).catch(() => null);
    if (answer && asked === this.record) {
      this.findings.all = answer.problems;
      this.stateChanged.emit();
    }
  }

  private async write(): Promise<void> {
    await this.text.write(this.record!).catch(error => (this.problem = asProblem(error)));
    this.stateChanged.emit();
  }

  /** Take the text as the record, if it is one; the notebook stays as it is. */
  private async read(): Promise<void> {
    const read = await this.text.read();
    if (read) {
      const { kind, notebook } = this.record!;
      this.record = { kind, ...read, ...(notebook !== undefined && { notebook }) };
      this.changed();
    }
    this.stateChanged.emit();
  }
}
