/** Where a job comes from: an open notebook, a file, a template, or an earlier run. */
import { PathExt } from '@jupyterlab/coreutils';
import type { ICell, INotebookContent } from '@jupyterlab/nbformat';
import type { INotebookTracker, NotebookPanel } from '@jupyterlab/notebook';
import type { Contents } from '@jupyterlab/services';

import { Problem, type Json, type Service } from '../request';
import { fetchOutput, fetchRun, type Run } from '../runs/api';
import { fetchTemplate } from '../templates/api';
import { inspectNotebook, type Job, type Parameter } from './api';

/** A job that is known, with the parameters it can be given. */
export interface Source {
  job: Omit<Job, 'parameters'>;
  parameters: Parameter[];
  /** Values to start from instead of the defaults. */
  given: Record<string, Json>;
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
      : await this.ofNotebook(await this.notebookOf(run), name);
    return { ...source, job: { ...source.job, name, folder, profile }, given };
  }

  private async ofNotebook(content: INotebookContent, path: string): Promise<Source> {
    const notebook = withoutOutputs(content);
    const { parameters } = await inspectNotebook(this.service, notebook);
    const local = ['', 'RTC'].includes(this.contents.driveName(path));
    const folder = local ? PathExt.dirname(this.contents.localPath(path)) : '';
    const name = PathExt.basename(path, '.ipynb');
    return { job: { name, notebook, folder }, parameters, given: {} };
  }

  private async notebookOf(run: Run): Promise<INotebookContent> {
    if (!run.has_output) {
      throw new Problem({
        status: 404,
        title: 'Its notebook was not kept',
        detail: `The run “${run.name}” ended before it had an output, so its notebook was not kept.`,
        remedy: 'Open the notebook itself and choose “Run as job…” there.'
      });
    }
    return fetchOutput(this.service, run.id);
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

function tags(cell: ICell): string[] {
  return (cell.metadata as { tags?: string[] }).tags ?? [];
}
