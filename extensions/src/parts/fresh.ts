/** Keeping what is shown as fresh as it needs to be. */
import { VDomModel } from '@jupyterlab/ui-components';
import { Poll } from '@lumino/polling';

import { asProblem, type Problem } from '../request';

const OFFLINE = { interval: 2000, backoff: true, max: 15000 };

/** A model that loads itself again and again: patient when nobody answers, asleep while nobody looks. */
export abstract class FreshModel extends VDomModel {
  /** Why the last time it could not be loaded. */
  problem: Problem | null = null;
  /** Whether somebody can see it; nothing is asked while nobody can. */
  isSeen = () => true;
  private readonly poll: Poll;

  constructor(name: string) {
    super();
    this.poll = new Poll({
      name,
      auto: false,
      frequency: OFFLINE,
      standby: () => (this.isSeen() ? 'when-hidden' : true),
      factory: () => this.loadInTime()
    });
  }

  override dispose(): void {
    this.poll.dispose();
    super.dispose();
  }

  /** Load now, even while an older answer is still awaited. */
  refresh(): Promise<void> {
    return this.poll.schedule({ interval: Poll.IMMEDIATE, phase: 'refreshed' });
  }

  /** Load, and answer after how many milliseconds it is worth loading again. */
  protected abstract load(): Promise<number>;

  private async loadInTime(): Promise<void> {
    this.poll.frequency = OFFLINE;
    try {
      const interval = await this.load();
      this.poll.frequency = { interval, backoff: false, max: Math.max(interval, OFFLINE.max) };
      this.problem = null;
    } catch (error) {
      this.problem = asProblem(error);
      throw error;
    } finally {
      this.stateChanged.emit();
    }
  }
}
