/** Where a job comes from: an open notebook, a file, a template, an earlier run, or a schedule. */
import { PathExt } from '@jupyterlab/coreutils';
import type { ICell, INotebookContent } from '@jupyterlab/nbformat';
import type { INotebookTracker, NotebookPanel } from '@jupyterlab/notebook';
import type { Contents } from '@jupyterlab/services';

import type { Json, Service } from '../request';
import { fetchNotebook, fetchRun } from '../runs/api';
import { fetchTemplate } from '../templates/api';
import { fetchSchedule, inspectNotebook, type Job, type Parameter } from './api';
import { ofRun, ofSchedule, type Fields } from './fields';

/** A job that is known, with the parameters it can be given. */
export interface Source {
  job: Omit<Job, 'parameters'>;
  parameters: Parameter[];
  /** Values to start from instead of the defaults. */
  given: Record<string, Json>;
  /** What else to start from. */
  fields?: Partial<Fields>;
  /** The schedule that shall be changed. */
  schedule?: string;
}

/** Makes sources; nothing is sent but the notebook's code and text. */
export class Sources {
  constructor(
    private readonly service: Service,
    private readonly contents: Contents.IManager,
    private readonly notebooks: INotebookTracker
  ) {}

  async ofPanel(panel: NotebookPanel): Promise<Source> {
    await panel.context.ready;
    if (panel.context.model.dirty && !panel.context.model.readOnly) {
      await panel.context.save();
    }
    return this.ofCells(panel);
  }

  /** Return an open notebook with its cells as they are, whether saved or not. */
  async ofCells(panel: NotebookPanel): Promise<Source> {
    const notebook = panel.content.model!.toJSON() as INotebookContent;
    return this.ofNotebook(notebook, panel.context.path);
  }

  async ofFile(path: string): Promise<Source> {
    const open = this.notebooks.find(panel => panel.context.path === path);
    if (open) {
      return this.ofPanel(open);
    }
    const file = await this.contents.get(path, { type: 'notebook', content: true });
    return this.ofNotebook(file.content as INotebookContent, path);
  }

  async ofTemplate(name: string): Promise<Source> {
    const { title, parameters } = await fetchTemplate(this.service, name);
    return { job: { name: title, template: name }, parameters, given: {} };
  }

  /** Return what a run was made of, so that it can be run again as it was. */
  async ofRun(id: string): Promise<Source> {
    const run = await fetchRun(this.service, id);
    const { name, folder, profile, parameters: given } = run;
    const source = run.template
      ? await this.ofTemplate(run.template)
      : await this.ofNotebook(await fetchNotebook(this.service, id), name);
    const job = { ...source.job, name, folder, profile };
    return { ...source, job, given, fields: ofRun(run) };
  }

  /** Return a schedule as it is, so that it can be changed. */
  async ofSchedule(id: string): Promise<Source> {
    const schedule = await fetchSchedule(this.service, id);
    const { name, profile, parameters: given, template, last_run } = schedule;
    const parameters = template
      ? (await this.ofTemplate(template)).parameters
      : last_run
        ? await this.parametersOf(await fetchNotebook(this.service, last_run.id))
        : Object.entries(given).map(plain);
    const fields = ofSchedule(schedule);
    const job = { name, profile, ...(template && { template }) };
    return { job, parameters, given, fields, schedule: id };
  }

  private async ofNotebook(content: INotebookContent, path: string): Promise<Source> {
    const notebook = withoutOutputs(content);
    const parameters = await this.parametersOf(notebook);
    const local = ['', 'RTC'].includes(this.contents.driveName(path));
    const folder = local ? PathExt.dirname(this.contents.localPath(path)) : '';
    const name = PathExt.basename(path, '.ipynb');
    return { job: { name, notebook, folder }, parameters, given: {} };
  }

  private async parametersOf(notebook: INotebookContent): Promise<Parameter[]> {
    return (await inspectNotebook(this.service, notebook)).parameters;
  }
}

/** Return a copy with code and text only: no outputs, no counters, no parameters of an earlier run. */
export function withoutOutputs(notebook: INotebookContent): INotebookContent {
  const cells = notebook.cells
    .filter(cell => !tags(cell).includes('injected-parameters'))
    .map(cell =>
      cell.cell_type === 'code' ? { ...cell, outputs: [], execution_count: null } : cell
    );
  return { ...notebook, cells };
}

/** Return a parameter of which no more than its value is known. */
function plain([name, value]: [string, Json]): Parameter {
  return { name, type: 'any', default: value, help: null };
}

function tags(cell: ICell): string[] {
  return (cell.metadata as { tags?: string[] }).tags ?? [];
}
