/** Saving what is typed: in the browser at once, and with the service as soon as nothing is missing. */
import { Debouncer } from '@lumino/polling';

import { asProblem, type Problem } from '../request';
import type { Draft } from './record';
import type { Stored } from './stored';

const PAUSE = 900;
const RETRY = 5000;

/** How what was typed is kept: not changed, only in this browser, on its way, with the service, or refused. */
export type Keeping = 'unchanged' | 'here' | 'saving' | 'saved' | 'refused' | 'offline';

/** What is written, as saving it sees it. */
export interface Writing {
  /** Return what can be saved; null while something is missing in it. */
  complete: () => Promise<{ record: Draft; summary: string } | null>;
  /** Keep it in the browser. */
  keep: () => void;
  /** Forget what the browser keeps; answer whether nothing has to stay there. */
  forget: () => boolean;
  /** Tell those who look. */
  tell: () => void;
}

export class Saving {
  keeping: Keeping = 'unchanged';
  /** Why it is not kept by the service. */
  problem: Problem | null = null;

  private readonly later = new Debouncer(() => this.now(), PAUSE);
  private underway: Promise<void> = Promise.resolve();
  private changes = 0;

  constructor(
    private readonly stored: Stored,
    private readonly writing: Writing
  ) {}

  dispose(): void {
    this.later.dispose();
  }

  /** Whether the browser alone keeps what was typed last. */
  get isHereOnly(): boolean {
    return ['here', 'refused', 'offline'].includes(this.keeping);
  }

  /** Keep a change in the browser, and have it saved soon. */
  soon(): void {
    this.changes += 1;
    this.here();
    void this.later.invoke();
  }

  /** Keep it in the browser only. */
  here(): void {
    this.keeping = 'here';
    this.writing.keep();
    this.writing.tell();
  }

  /** Save what is typed by now, once what is on its way has arrived. */
  now(): Promise<void> {
    this.underway = this.underway.then(() => this.save());
    return this.underway;
  }

  /** Say why something was not done; what was typed stays here, and in this browser. */
  refuse(error: unknown): void {
    this.problem = asProblem(error);
    this.keeping = this.problem.isOffline ? 'offline' : 'refused';
  }

  private async save(): Promise<void> {
    const isSettled = this.keeping === 'saved' || !!this.stored.theirs || this.later.isDisposed;
    const written = isSettled ? null : await this.writing.complete();
    if (!written) {
      return;
    }
    const { changes } = this;
    this.keeping = 'saving';
    this.writing.tell();
    try {
      await this.stored.save(written.record, written.summary);
      this.noteSaved(changes);
    } catch (error) {
      await this.explain(error);
    }
    this.writing.tell();
  }

  /** Note that what was typed up to a change is saved; what came later stays with this browser. */
  private noteSaved(changes: number): void {
    this.problem = null;
    this.keeping = 'saved';
    if (changes !== this.changes || !this.writing.forget()) {
      this.here();
    }
  }

  private async explain(error: unknown): Promise<void> {
    this.refuse(error);
    if (this.keeping === 'offline') {
      setTimeout(() => void this.now(), RETRY);
    } else if (this.problem!.details.status === 409) {
      await this.stored.compare();
    }
  }
}
