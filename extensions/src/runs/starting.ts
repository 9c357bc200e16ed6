/** Starting once, now, what a schedule starts at its times. */
import { Problem, type Service } from '../request';
import { fetchNotebook, startAgain, type Run, type Schedule } from './api';

const ALIKE = [
  'name',
  'parameters',
  'profile',
  'folder',
  'timeout',
  'retries',
  'secrets',
  'notify',
  'shared_with'
] as const;

/** Start a run of the same work; return it. */
export async function startNow(service: Service, schedule: Schedule): Promise<Run> {
  const alike = ALIKE.filter(name => hasValue(schedule[name])).map(name => [name, schedule[name]]);
  const what = schedule.template
    ? { template: schedule.template }
    : { notebook: await notebookOf(service, schedule) };
  return startAgain(service, { ...(Object.fromEntries(alike) as object), ...what });
}

function hasValue(value: unknown): boolean {
  return Array.isArray(value) ? value.length > 0 : value !== null && value !== undefined;
}

/** A schedule's notebook is kept with its runs. */
async function notebookOf(service: Service, schedule: Schedule): Promise<unknown> {
  if (!schedule.last_run) {
    throw new Problem({
      status: 404,
      title: 'It has not run yet',
      detail: `The schedule “${schedule.name}” has not run yet, so its notebook cannot be found.`,
      remedy: 'Open the notebook itself and choose “Run as job…” there.'
    });
  }
  return fetchNotebook(service, schedule.last_run.id);
}
