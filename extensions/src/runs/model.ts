/** What the runs panel knows: the newest runs and the schedules, live. */
import { FreshModel } from '../parts/fresh';
import type { Page, Service } from '../request';
import {
  deleteSchedule,
  fetchMe,
  fetchPast,
  fetchRuns,
  fetchSchedules,
  isActive,
  pauseSchedule,
  runSchedule,
  type Me,
  type Past,
  type Run,
  type Schedule
} from './api';
import { isFiltering, listed, type Filter, type Item } from './listing';

const RUNS_A_PAGE = 50;
const MOST_RUNS = 500;
const FEW_LINES = 12;
const WHILE_ACTIVE = 1500;
const WHILE_CALM = 10000;
const PAST_OF_MOST = 30;

export class RunsModel extends FreshModel {
  runs: Page<Run> | null = null;
  schedules: Schedule[] | null = null;
  /** The last results of schedules, by their ids. */
  past: Record<string, Past[]> = {};
  me: Me | null = null;
  filter: Filter = { text: '', standing: '' };

  private limit = RUNS_A_PAGE;
  /** The last run of each schedule when its results were last asked for. */
  private readonly pastAt: Record<string, string> = {};

  constructor(private readonly service: Service) {
    super('lyceum:runs');
  }

  get hasMore(): boolean {
    return !!this.runs && this.runs.items.length < this.runs.total && this.limit < MOST_RUNS;
  }

  /** The lines of the list. */
  get items(): Item[] {
    return listed(this.runs?.items ?? [], this.filter);
  }

  showMore(): void {
    this.limit = Math.min(MOST_RUNS, this.limit + RUNS_A_PAGE);
    void this.refresh();
  }

  /** Show only some of the runs; more are loaded where few of those at hand fit. */
  show(filter: Partial<Filter>): void {
    this.filter = { ...this.filter, ...filter };
    this.stateChanged.emit();
    if (isFiltering(this.filter) && this.hasMore && this.items.length < FEW_LINES) {
      this.limit = MOST_RUNS;
      void this.refresh();
    }
  }

  /** Run what a schedule runs, now. */
  async run(schedule: Schedule): Promise<Run> {
    const run = await runSchedule(this.service, schedule.id);
    await this.refresh();
    return run;
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

  protected async load(): Promise<number> {
    const [runs, schedules, me] = await Promise.all([
      fetchRuns(this.service, this.limit),
      fetchSchedules(this.service),
      this.me ?? fetchMe(this.service)
    ]);
    Object.assign(this, { runs, schedules: schedules.items, me });
    void this.loadPast();
    if (this.hasMore && this.items.length < FEW_LINES && this.limit === RUNS_A_PAGE) {
      this.showMore(); // one sweep would otherwise be the whole list
    }
    return this.runs?.items.some(run => isActive(run.state)) ? WHILE_ACTIVE : WHILE_CALM;
  }

  /** Ask for results, one schedule after the other, where its last run is not the one they were asked for. */
  private async loadPast(): Promise<void> {
    for (const { id, last_run: last } of this.schedules?.slice(0, PAST_OF_MOST) ?? []) {
      const at = `${last?.id} ${last?.state}`;
      if (last && !isActive(last.state) && this.pastAt[id] !== at) {
        this.pastAt[id] = at;
        const past = await fetchPast(this.service, id).catch(() => null);
        this.past[id] = past?.items ?? this.past[id] ?? [];
        this.stateChanged.emit();
      }
    }
  }
}
