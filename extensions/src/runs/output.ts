/** The output notebooks of runs as files that can be read and not written. */
import type { INotebookContent } from '@jupyterlab/nbformat';
import { ServerConnection, type Contents } from '@jupyterlab/services';
import { Signal } from '@lumino/signaling';

import type { Service } from '../request';
import { trans } from '../words';
import { fetchOutput, type Run } from './api';

export const DRIVE = 'LyceumRuns';

/** Where the contents manager finds the output of a run. */
export function outputPath(run: Run): string {
  const name = run.name.replace(/[/\\:]+/g, ' ').trim();
  return `${DRIVE}:${run.id}/${name} (output).ipynb`;
}

/** A drive whose files are `<run id>/<any name>.ipynb`. */
export class RunsDrive implements Contents.IDrive {
  readonly name = DRIVE;
  readonly fileChanged = new Signal<this, Contents.IChangedArgs>(this);
  isDisposed = false;

  constructor(
    private readonly service: Service,
    readonly serverSettings: ServerConnection.ISettings
  ) {}

  dispose(): void {
    this.isDisposed = true;
    Signal.clearData(this);
  }

  async get(path: string, options?: Contents.IFetchOptions): Promise<Contents.IModel> {
    const [id, name] = path.split('/');
    if (!name) {
      return { ...readOnly(path, id ?? ''), type: 'directory', content: [], format: 'json' };
    }
    const content =
      options?.content === false ? null : untrusted(await fetchOutput(this.service, id));
    return { ...readOnly(path, name), type: 'notebook', content, format: 'json' };
  }

  getDownloadUrl(path: string): Promise<string> {
    const [id] = path.split('/');
    return Promise.resolve(`${this.serverSettings.baseUrl}lyceum/service/api/runs/${id}/output`);
  }

  listCheckpoints(): Promise<Contents.ICheckpointModel[]> {
    return Promise.resolve([]);
  }

  readonly newUntitled = refuse;
  readonly delete = refuse;
  readonly rename = refuse;
  readonly save = refuse;
  readonly copy = refuse;
  readonly createCheckpoint = refuse;
  readonly restoreCheckpoint = refuse;
  readonly deleteCheckpoint = refuse;
}

function readOnly(
  path: string,
  name: string
): Omit<Contents.IModel, 'type' | 'content' | 'format'> {
  const epoch = new Date(0).toISOString();
  return { path, name, created: epoch, last_modified: epoch, mimetype: '', writable: false };
}

/** Return the notebook without any claim to be trusted: whether its scripts may run is not for it to say. */
function untrusted(notebook: INotebookContent): INotebookContent {
  notebook.cells.forEach(cell => delete cell.metadata['trusted']);
  return notebook;
}

function refuse(): Promise<never> {
  return Promise.reject(
    new Error(trans.__('The output of a run can be read, not changed. Save a copy of it instead.'))
  );
}
