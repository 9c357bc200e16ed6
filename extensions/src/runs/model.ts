/** What the runs panel knows: the newest runs and the schedules, live. */
import { VDomModel } from '@jupyterlab/ui-components';
import type { Poll } from '@lumino/polling';

import { keepFresh, refreshNow } from '../parts/fresh';
import { asProblem, type Page, type Problem, type Service } from '../request';
import {
  cancelRun,
  deleteSchedule,
  fetchMe,
  fetchRun,
  fetchRuns,
  fetchSchedules,
  isActive,
  pauseSchedule,
  type Me,
  type Run,
  type Schedule
} from './api';

const RUNS_A_PAGE = 50;
const WHILE_ACTIVE = 1500;
const WHILE_CALM = 10000;

export class RunsModel extends VDomModel {
  runs: Page<Run> | null = null;
  schedules: Schedule[] | null = null;
  me: Me | null = null;
  problem: Problem | null = null;
  isSeen = () => true;

  private limit = RUNS_A_PAGE;
  private readonly poll: Poll;

  constructor(private readonly service: Service) {
    super();
    this.poll = keepFresh({
      name: 'lyceum:runs',
      load: () => this.load(),
      isSeen: () => this.isSeen()
    });
  }

  override dispose(): void {
    this.poll.dispose();
    super.dispose();
  }

  refresh(): Promise<void> {
    return refreshNow(this.poll);
  }

  get hasMore(): boolean {
    return !!this.runs && this.runs.items.length < this.runs.total;
  }

  showMore(): void {
    this.limit += RUNS_A_PAGE;
    void this.refresh();
  }

  /** Pause or resume a schedule, shown at once. */
  async pause(schedule: Schedule, enabled: boolean): Promise<void> {
    this.replace({ ...schedule, enabled });
    try {
      this.replace(await pauseSchedule(this.service, schedule.id, enabled));
    } catch (error) {
      this.replace(schedule);
      throw error;
    }
  }

  async delete(schedule: Schedule): Promise<void> {
    await deleteSchedule(this.service, schedule.id);
    this.schedules = this.schedules?.filter(({ id }) => id !== schedule.id) ?? null;
    this.stateChanged.emit();
  }

  private replace(schedule: Schedule): void {
    this.schedules =
      this.schedules?.map(known => (known.id === schedule.id ? schedule : known)) ?? null;
    this.stateChanged.emit();
  }

  private async load(): Promise<number> {
    try {
      const [runs, schedules, me] = await Promise.all([
        fetchRuns(this.service, this.limit),
        fetchSchedules(this.service),
        this.me ?? fetchMe(this.service)
      ]);
      Object.assign(this, { runs, schedules: schedules.items, me, problem: null });
    } catch (error) {
      this.problem = asProblem(error);
      throw error;
    } finally {
      this.stateChanged.emit();
    }
    return this.runs?.items.some(run => isActive(run.state)) ? WHILE_ACTIVE : WHILE_CALM;
  }
}

/** What a run's page knows: the one run, live until it has ended. */
export class RunModel extends VDomModel {
  run: Run | null = null;
  problem: Problem | null = null;
  isSeen = () => true;
  private readonly poll: Poll;

  constructor(
    readonly id: string,
    private readonly service: Service
  ) {
    super();
    this.poll = keepFresh({
      name: `lyceum:run:${id}`,
      load: () => this.load(),
      isSeen: () => this.isSeen()
    });
  }

  override dispose(): void {
    this.poll.dispose();
    super.dispose();
  }

  refresh(): Promise<void> {
    return refreshNow(this.poll);
  }

  async cancel(): Promise<void> {
    const run = await cancelRun(this.service, this.id);
    this.run = { log: this.run?.log, ...run };
    this.stateChanged.emit();
    await this.refresh();
  }

  private async load(): Promise<number> {
    try {
      this.run = await fetchRun(this.service, this.id);
      this.problem = null;
    } catch (error) {
      this.problem = asProblem(error);
      throw error;
    } finally {
      this.stateChanged.emit();
    }
    return isActive(this.run.state) ? 1000 : WHILE_CALM * 6;
  }
}
