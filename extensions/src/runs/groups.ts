/** What a group's page knows: the runs of a sweep, live until all have ended. */
import { FreshModel } from '../parts/fresh';
import { asText } from '../parts/value';
import type { Json, Service } from '../request';
import { cancelGroup, fetchGroup, isActive, type Group, type Run } from './api';

const WHILE_ACTIVE = 2000;
const WHILE_CALM = 60000;

export interface Sorting {
  column: string;
  isDown: boolean;
}

export class GroupModel extends FreshModel {
  group: Group | null = null;
  sorting: Sorting | null = null;

  constructor(
    readonly id: string,
    private readonly service: Service
  ) {
    super(`lyceum:group:${id}`);
  }

  /** How many of its runs may still change. */
  get active(): number {
    return this.group?.items.filter(run => isActive(run.state)).length ?? 0;
  }

  /** The names of what any of its runs recorded. */
  get figures(): string[] {
    const names = this.group?.items.flatMap(run => Object.keys(run.figures ?? {})) ?? [];
    return Array.from(new Set(names));
  }

  async cancel(): Promise<void> {
    this.group = await cancelGroup(this.service, this.id);
    this.stateChanged.emit();
    await this.refresh();
  }

  /** Sort by a column; once more turns the order round. */
  sortBy(column: string): void {
    const isDown = this.sorting?.column === column && !this.sorting.isDown;
    this.sorting = { column, isDown };
    this.stateChanged.emit();
  }

  /** Return its runs in the order that was asked for; those without a value come last. */
  get rows(): Run[] {
    const runs = [...(this.group?.items ?? [])];
    const { sorting } = this;
    return sorting ? runs.sort((a, b) => order(a, b, sorting)) : runs;
  }

  protected async load(): Promise<number> {
    this.group = await fetchGroup(this.service, this.id);
    return this.active ? WHILE_ACTIVE : WHILE_CALM;
  }
}

function order(a: Run, b: Run, { column, isDown }: Sorting): number {
  const [left, right] = [valueOf(a, column), valueOf(b, column)];
  if (left === undefined || right === undefined) {
    return Number(left === undefined) - Number(right === undefined);
  }
  return (isDown ? -1 : 1) * compared(left, right);
}

function compared(left: Json, right: Json): number {
  if (typeof left === 'number' && typeof right === 'number') {
    return left - right;
  }
  return asText(left).localeCompare(asText(right), undefined, { numeric: true });
}

function valueOf(run: Run, column: string): Json | undefined {
  const [kind, name] = column.split(/:(.*)/s);
  switch (kind) {
    case 'parameter':
      return run.parameters[name];
    case 'figure':
      return run.figures?.[name];
    case 'took':
      return secondsOf(run);
    default:
      return run.state;
  }
}

/** How long a run took, or has taken so far. */
export function secondsOf(run: Run): number | undefined {
  const end = run.finished_at ? Date.parse(run.finished_at) : Date.now();
  return run.started_at ? (end - Date.parse(run.started_at)) / 1000 : undefined;
}
