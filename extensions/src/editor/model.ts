/** What the editor knows: the record as it is typed, what is wrong with it, and whether it is kept. */
import { VDomModel } from '@jupyterlab/ui-components';
import { Debouncer } from '@lumino/polling';

import { asProblem, type Json, type Problem, type Service } from '../request';
import { fetchProposal, submit, type Proposal } from '../review/api';
import { isSame } from '../review/rows';
import { create, readText, save, validate, writeText, type Finding } from './api';
import type { Keeper, Kept } from './kept';
import { valueAt, withValue, type Draft } from './record';
import type { Start } from './start';

const TYPING_PAUSE = 300;
const SAVING_PAUSE = 900;
const RETRY = 5000;

/** How what was typed is kept: not changed, only in this browser, on its way, with the service, or refused. */
export type Keeping = 'unchanged' | 'here' | 'saving' | 'saved' | 'refused' | 'offline';
export type View = 'form' | 'text';

export class EditorModel extends VDomModel {
  record: Draft | null = null;
  summary = '';
  proposal: Proposal | null = null;
  findings: Finding[] = [];
  keeping: Keeping = 'unchanged';
  /** Why it could not be loaded, or why it is not kept by the service. */
  problem: Problem | null = null;
  /** The draft as somebody else left it, while this one differs from it. */
  theirs: Proposal | null = null;
  view: View = 'form';
  /** The record as text, while it is shown as such. */
  text: string | null = null;
  textFindings: (Finding & { line?: number })[] = [];
  lines: Record<string, number> = {};
  /** Whether all that is wrong is told, and not only what is wrong with fields that were touched. */
  isStrict = false;

  /** Whether it goes on with what was typed before, and is with this browser only. */
  isResumed = false;

  private origin: Draft | null = null;
  private baseVersion: number | null = null;
  private readonly touched = new Set<string>();
  private readonly checking = new Debouncer(() => this.check(), TYPING_PAUSE);
  private readonly reading = new Debouncer(() => this.read(), TYPING_PAUSE);
  private readonly keepingLater = new Debouncer(() => this.save(), SAVING_PAUSE);
  private underway: Promise<void> = Promise.resolve();
  private changes = 0;

  constructor(
    readonly key: string,
    readonly service: Service,
    private readonly start: () => Promise<Start>,
    private readonly keeper: Keeper
  ) {
    super();
  }

  override dispose(): void {
    [this.checking, this.reading, this.keepingLater].forEach(later => later.dispose());
    super.dispose();
  }

  get kind(): 'dataset' | 'template' {
    return this.record?.kind === 'template' ? 'template' : 'dataset';
  }

  get isNew(): boolean {
    return this.baseVersion === null;
  }

  /** Whether the entry went on since the version that this changes. */
  get isBehind(): boolean {
    const present = this.proposal?.present_version ?? null;
    return present !== null && present !== this.baseVersion;
  }

  /** Whether the name is settled: that of an entry, or of a proposal that the service keeps. */
  get isNamed(): boolean {
    return !this.isNew || !!this.proposal;
  }

  /** Whether a change takes the proposal back from review. */
  get isInReview(): boolean {
    return this.proposal?.state === 'in_review';
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
  }

  /** Return what stands at a place of the record. */
  at(path: string): Json | undefined {
    return valueAt(this.record, path);
  }

  set(path: string, value: Json | undefined): void {
    this.record = withValue(this.record!, path, value);
    this.touched.add(path);
    this.findings = this.findings.filter(({ field }) => field !== path && !isIn(field, path));
    this.text = null;
    this.changed();
  }

  summarise(summary: string): void {
    this.summary = summary;
    this.changed();
  }

  /** Return what is wrong at a place, or within it where that is asked for. */
  errorAt(path: string, within = false): string | undefined {
    const told = this.findings.filter(
      ({ field }) => field === path || (within && isIn(field, path))
    );
    return told.filter(({ field }) => this.isTold(field)).map(said)[0];
  }

  /** Note that somebody has left a field: what is missing there is told from now on. */
  leave(path: string): void {
    this.touched.add(path);
    this.stateChanged.emit();
  }

  async show(view: View): Promise<void> {
    this.view = view;
    this.stateChanged.emit();
    if (view === 'text' && this.text === null) {
      await this.write();
    }
  }

  setText(text: string): void {
    this.text = text;
    this.keepHere();
    void this.reading.invoke();
  }

  /** Ask for a review; answer whether it was taken. */
  async submit(): Promise<boolean> {
    this.isStrict = true;
    await this.check();
    if (this.findings.length || this.textFindings.length) {
      return false;
    }
    try {
      await this.save();
      if (this.keeping !== 'saved' || !this.proposal) {
        return false;
      }
      this.proposal = await submit(this.service, this.proposal.id, this.proposal.revision);
      return true;
    } catch (error) {
      this.problem = asProblem(error);
      this.keeping = 'refused';
      return false;
    } finally {
      this.stateChanged.emit();
    }
  }

  /** Forget what was typed before, and begin with what it was typed into. */
  async startAnew(): Promise<void> {
    this.keeper.forget();
    this.touched.clear();
    const anew = { record: this.origin, summary: '', text: null, textFindings: [], view: 'form' };
    Object.assign(this, anew, { keeping: 'unchanged', isResumed: false });
    this.stateChanged.emit();
    await this.check();
  }

  /** Make it a change of the entry as it is by now. */
  catchUp(): void {
    this.baseVersion = this.proposal!.present_version;
    this.changed();
  }

  /** Settle a conflict: go on with what is here, or with what somebody else left. */
  async settle(which: 'mine' | 'theirs'): Promise<void> {
    this.proposal = this.theirs;
    this.theirs = null;
    this.baseVersion = this.proposal!.base_version;
    if (which === 'theirs') {
      const { record, summary } = this.proposal!;
      Object.assign(this, { record, summary, text: null, keeping: 'saved' });
      this.keeper.forget();
      this.stateChanged.emit();
      await (this.view === 'text' ? this.write() : this.check());
    } else {
      this.changed();
    }
  }

  private take(start: Start, kept: Kept | null): void {
    const { record, proposal, baseVersion, notebook } = start;
    Object.assign(this, { record, proposal, baseVersion, summary: proposal?.summary ?? '' });
    this.origin = record;
    this.keeping = proposal ? 'saved' : 'unchanged';
    if (kept) {
      this.takeKept(kept);
    }
    if (notebook !== undefined && !isSame(notebook, this.at('notebook'))) {
      this.set('notebook', notebook);
    }
  }

  /** Go on with what was typed before; where somebody else changed the draft since, show both. */
  private takeKept({ record, summary, text, revision, baseVersion }: Kept): void {
    const theirs = this.proposal;
    this.isResumed = !theirs;
    Object.assign(this, { record, summary, text, baseVersion });
    this.view = text === null ? 'form' : 'text';
    this.changed();
    if (theirs && theirs.revision !== revision) {
      this.theirs = theirs;
    }
    if (text !== null) {
      void this.reading.invoke();
    }
  }

  private changed(): void {
    this.changes += 1;
    this.keepHere();
    void this.checking.invoke();
    void this.keepingLater.invoke();
  }

  private keepHere(): void {
    const { record, summary, text, proposal, baseVersion, textFindings } = this;
    this.keeping = 'here';
    this.keeper.set({
      record: record!,
      summary,
      text: textFindings.length || this.view === 'text' ? text : null,
      proposal: proposal?.id ?? null,
      revision: proposal?.revision ?? null,
      baseVersion
    });
    this.stateChanged.emit();
  }

  private async check(): Promise<void> {
    if (!this.record || this.isDisposed) {
      return;
    }
    const asked = this.record;
    const answer = await validate(this.service, asked).catch(() => null);
    if (answer && asked === this.record) {
      this.findings = answer.problems;
      this.stateChanged.emit();
    }
  }

  private async write(): Promise<void> {
    try {
      this.text = (await writeText(this.service, this.record!)).text;
      this.lines = (await readText(this.service, this.text)).lines;
      this.textFindings = [];
    } catch (error) {
      this.problem = asProblem(error);
    }
    this.stateChanged.emit();
  }

  /** Take the text as the record, if it is one; the notebook stays as it is. */
  private async read(): Promise<void> {
    const text = this.text!;
    const { kind, notebook } = this.record!;
    try {
      const { record, lines } = await readText(this.service, text);
      if (text !== this.text) {
        return;
      }
      this.record = { kind, ...record, ...(notebook !== undefined && { notebook }) };
      Object.assign(this, { lines, textFindings: [] });
      this.changed();
    } catch (error) {
      const { details, message } = asProblem(error);
      this.textFindings = details.errors ?? [{ field: '', message }];
    }
    this.stateChanged.emit();
  }

  /** Save what is typed by now, once what is on its way has arrived. */
  private save(): Promise<void> {
    this.underway = this.underway.then(() => this.saveNow());
    return this.underway;
  }

  private async saveNow(): Promise<void> {
    if (this.isDisposed || this.theirs || !this.record?.name || this.keeping === 'saved') {
      return;
    }
    await this.check();
    if (this.findings.length) {
      return; // the service keeps what is complete; until then this browser does
    }
    const [change, record, summary] = [this.changes, this.record, this.summary];
    this.keeping = 'saving';
    this.stateChanged.emit();
    try {
      this.proposal = await this.send(record, summary);
      this.problem = null;
      this.keeping = change === this.changes ? 'saved' : 'here';
      if (this.keeping === 'saved' && !this.textFindings.length) {
        this.keeper.forget();
      } else {
        this.keepHere();
      }
    } catch (error) {
      await this.explain(asProblem(error));
    }
    this.stateChanged.emit();
  }

  private send(record: Draft, summary: string): Promise<Proposal> {
    const { proposal, service, baseVersion } = this;
    if (proposal) {
      const { id, revision } = proposal;
      const base = baseVersion === proposal.base_version ? {} : { base_version: baseVersion };
      return save(service, id, { record, summary, revision, ...base });
    }
    const base = baseVersion === null ? {} : { base_version: baseVersion };
    return create(service, { record, summary, ...base });
  }

  /** Say why it is not saved; what was typed stays here, and in this browser. */
  private async explain(problem: Problem): Promise<void> {
    this.problem = problem;
    this.keeping = problem.isOffline ? 'offline' : 'refused';
    if (problem.isOffline) {
      setTimeout(() => void this.save(), RETRY);
    } else if (problem.details.status === 409 && this.proposal) {
      const theirs = await fetchProposal(this.service, this.proposal.id).catch(() => null);
      this.theirs = theirs && theirs.revision !== this.proposal.revision ? theirs : null;
    }
  }

  private isTold(field: string): boolean {
    return this.isStrict || this.view === 'text' || [...this.touched].some(path => path === field);
  }
}

function isIn(field: string, path: string): boolean {
  return field.startsWith(`${path}[`) || field.startsWith(`${path}.`);
}

/** Return what is wrong, and what helps, as sentences. */
export function said({ message, remedy }: Finding): string {
  const text = [message, remedy].filter(Boolean).join(' ');
  return text.charAt(0).toUpperCase() + text.slice(1);
}
