/** What the comparison of two runs knows: both runs, and what differs. */
import { VDomModel } from '@jupyterlab/ui-components';

import { asProblem, type Problem, type Service } from '../request';
import {
  fetchChanges,
  fetchDifference,
  fetchRun,
  fetchRuns,
  fetchRunsOf,
  isActive,
  isSameJob,
  type Changes,
  type Run
} from './api';
import type { Difference } from './difference';

const CANDIDATES = 200;

export class ComparisonModel extends VDomModel {
  run: Run | null = null;
  /** Other runs of the same job that have ended, newest first. */
  candidates: Run[] = [];
  /** The id of the one to compare with. */
  since: string | null = null;
  lastGood: string | null = null;
  changes: Changes | null = null;
  source: Difference | null = null;
  output: Difference | null = null;
  /** Why sources or outputs cannot be compared. */
  refusals: { source?: string; output?: string } = {};
  problem: Problem | null = null;

  constructor(
    readonly id: string,
    private readonly service: Service,
    since: string | null = null
  ) {
    super();
    this.since = since;
  }

  async load(): Promise<void> {
    await this.attempt(async () => {
      this.run = await fetchRun(this.service, this.id);
      this.candidates = await this.others(this.run);
      const lastGood = await fetchChanges(this.service, this.id);
      this.lastGood = lastGood.since?.id ?? null;
      this.include(lastGood.since);
      this.since ??= this.lastGood ?? this.candidates[0]?.id ?? null;
    });
    if (this.since) {
      await this.choose(this.since);
    }
  }

  /** Compare with another run. */
  async choose(since: string): Promise<void> {
    Object.assign(this, { since, changes: null, source: null, output: null, refusals: {} });
    this.stateChanged.emit();
    await this.attempt(async () => {
      const changes = await fetchChanges(this.service, this.id, since);
      if (this.since === since) {
        this.changes = changes;
        this.include(changes.since);
      }
    });
    await Promise.all([this.differ(since, 'source'), this.differ(since, 'output')]);
  }

  private async differ(since: string, what: 'source' | 'output'): Promise<void> {
    try {
      const difference = await fetchDifference(this.service, this.id, since, what);
      if (this.since === since) {
        this[what] = difference;
      }
    } catch (error) {
      if (this.since === since) {
        this.refusals[what] = asProblem(error).message;
      }
    }
    this.stateChanged.emit();
  }

  private async others(run: Run): Promise<Run[]> {
    const { items } = await (run.schedule
      ? fetchRunsOf(this.service, run.schedule)
      : fetchRuns(this.service, CANDIDATES));
    return items.filter(
      other => other.id !== run.id && !isActive(other.state) && isSameJob(run, other)
    );
  }

  private include(other: Run | null): void {
    if (other && !this.candidates.some(({ id }) => id === other.id)) {
      this.candidates = [...this.candidates, other];
    }
  }

  private async attempt(action: () => Promise<void>): Promise<void> {
    try {
      this.problem = null;
      await action();
    } catch (error) {
      this.problem = asProblem(error);
    }
    this.stateChanged.emit();
  }
}
