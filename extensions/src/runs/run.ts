/** What a run's page knows: the one run, live until it has ended, and then what explains it. */
import { FreshModel } from '../parts/fresh';
import { asProblem, type Problem, type Service } from '../request';
import {
  cancelRun,
  fetchChanges,
  fetchDifference,
  fetchMessages,
  fetchPast,
  fetchRun,
  isActive,
  isFailure,
  resumeRun,
  type Changes,
  type Past,
  type Run,
  type Sent
} from './api';
import type { Difference } from './difference';

const WHILE_ACTIVE = 1000;
const WHILE_CALM = 60000;

export class RunModel extends FreshModel {
  run: Run | null = null;
  /** What changed since the last good run; of failed runs only. */
  changes: Changes | null = null;
  changesProblem: Problem | null = null;
  /** The results of its schedule, oldest first. */
  past: Past[] = [];
  messages: Sent[] = [];
  /** What changed in the notebook, once somebody wants to see it. */
  difference: Difference | null = null;
  isDifferenceShown = false;

  constructor(
    readonly id: string,
    readonly service: Service
  ) {
    super(`lyceum:run:${id}`);
  }

  async cancel(): Promise<void> {
    const run = await cancelRun(this.service, this.id);
    this.run = { ...this.run, ...run };
    this.stateChanged.emit();
    await this.refresh();
  }

  /** Take it up from the cell that failed; return the run that does. */
  resume(): Promise<Run> {
    return resumeRun(this.service, this.id);
  }

  async showDifference(isShown: boolean): Promise<void> {
    this.isDifferenceShown = isShown;
    this.stateChanged.emit();
    const since = this.changes?.since?.id;
    if (isShown && since && !this.difference) {
      this.difference = await fetchDifference(this.service, this.id, since, 'source');
      this.stateChanged.emit();
    }
  }

  protected async load(): Promise<number> {
    this.run = await fetchRun(this.service, this.id);
    if (isActive(this.run.state)) {
      return WHILE_ACTIVE;
    }
    this.stateChanged.emit();
    await this.loadMore(this.run);
    return WHILE_CALM;
  }

  /** Load what stands beside an ended run; its page does without what does not come. */
  private async loadMore(run: Run): Promise<void> {
    const wantsChanges = isFailure(run.state) && !this.changes;
    await Promise.allSettled([
      wantsChanges && this.loadChanges(run),
      run.schedule &&
        fetchPast(this.service, run.schedule).then(({ items }) => (this.past = items)),
      fetchMessages(this.service, run.id).then(({ items }) => (this.messages = items))
    ]);
  }

  private async loadChanges(run: Run): Promise<void> {
    try {
      this.changes = await fetchChanges(this.service, run.id);
      this.changesProblem = null;
    } catch (error) {
      this.changesProblem = asProblem(error);
    }
  }
}
