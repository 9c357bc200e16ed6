/** What the dialog that deprecates or retires an entry knows: who and what depends on it, and what was refused. */
import { VDomModel } from '@jupyterlab/ui-components';

import { asProblem, type Service } from '../request';
import { fetchDependents, move, type Dependents } from './api';

export type Ending = 'deprecate' | 'retire';

/** What those who depend on it are told. */
export interface Said {
  reason: string;
  /** The entry to use instead, of one that is deprecated. */
  successor?: string;
  tell: boolean;
}

export class EndingModel extends VDomModel {
  dependents: Dependents | null = null;
  /** Why it cannot be told who and what depends on it. */
  trouble = '';
  /** What was wrong, by field. */
  errors: Record<string, string> = {};
  isBusy = false;
  isDone = false;

  constructor(
    private readonly service: Service,
    readonly entry: string,
    readonly step: Ending
  ) {
    super();
  }

  async load(): Promise<void> {
    try {
      this.dependents = await fetchDependents(this.service, this.entry);
    } catch (error) {
      this.trouble = asProblem(error).message;
    }
    this.stateChanged.emit();
  }

  async send(said: Said): Promise<void> {
    this.isBusy = true;
    this.stateChanged.emit();
    try {
      await move(this.service, this.entry, this.step, said);
      this.isDone = true;
    } catch (error) {
      this.errors = asProblem(error).byField();
    }
    this.isBusy = false;
    this.stateChanged.emit();
  }
}
