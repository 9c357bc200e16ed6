/** The list of runs as one reads it: those one looks for, a sweep's runs on one line. */
import type { Run, RunState } from './api';

export type Standing = '' | 'active' | 'succeeded' | 'failed' | 'cancelled';

export interface Filter {
  text: string;
  standing: Standing;
}

const STANDINGS: Record<Exclude<Standing, ''>, RunState[]> = {
  active: ['queued', 'starting', 'running'],
  succeeded: ['succeeded'],
  failed: ['failed', 'kernel_died', 'timed_out', 'lost'],
  cancelled: ['cancelled']
};

/** One line of the list: a run, or the runs of a sweep. */
export type Item =
  { run: Run; group?: undefined; runs?: undefined } | { group: string; runs: Run[] };

/** Return the lines for the runs that the filter lets through, in the order of the newest of each line. */
export function listed(runs: Run[], filter: Filter): Item[] {
  const groups = new Map<string, Run[]>();
  const items: Item[] = [];
  for (const run of runs.filter(run => passes(run, filter))) {
    const known = run.group && groups.get(run.group);
    if (known) {
      known.push(run);
    } else if (run.group) {
      const members = [run];
      groups.set(run.group, members);
      items.push({ group: run.group, runs: members });
    } else {
      items.push({ run });
    }
  }
  return items;
}

/** Whether anything is left out. */
export function isFiltering({ text, standing }: Filter): boolean {
  return !!text.trim() || !!standing;
}

function passes(run: Run, { text, standing }: Filter): boolean {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  const about = [run.name, run.template, run.owner, run.reason].join(' ').toLowerCase();
  const stands = !standing || STANDINGS[standing].includes(run.state);
  return stands && words.every(word => about.includes(word));
}

/** Return the title that the runs of a sweep share, without the values of each. */
export function titleOf({ name }: Run): string {
  const opening = name.lastIndexOf(' (');
  return opening > 0 ? name.slice(0, opening) : name;
}

/** Return how many of some runs stand how, those that stand for most first. */
export function counted(runs: Run[]): [RunState, number][] {
  const counts = new Map<RunState, number>();
  runs.forEach(({ state }) => counts.set(state, (counts.get(state) ?? 0) + 1));
  return Array.from(counts).sort(([, one], [, other]) => other - one);
}
