/** Putting a snippet where a person works: the active notebook, or a new one. */
import type { JupyterFrontEnd } from '@jupyterlab/application';
import {
  NotebookActions,
  type INotebookTracker,
  type Notebook,
  type NotebookPanel
} from '@jupyterlab/notebook';

/** How long a new notebook's kernel may take before the snippet is inserted without it. */
const PATIENCE = 10000;

/** Insert the source as a code cell and show it, ready to be run. */
export async function insertSnippet(
  app: JupyterFrontEnd,
  notebooks: INotebookTracker,
  source: string
): Promise<void> {
  const panel = writable(notebooks.currentWidget) ?? (await newNotebook(app));
  await panel.context.ready;
  app.shell.activateById(panel.id);
  addCell(panel.content, source);
  await panel.content.scrollToItem(panel.content.activeCellIndex, 'smart');
}

function writable(panel: NotebookPanel | null): NotebookPanel | null {
  return panel?.context.contentsModel?.writable === false ? null : panel;
}

/** Open a new notebook and wait until its kernel answers: what is run before that would be dropped. */
async function newNotebook(app: JupyterFrontEnd): Promise<NotebookPanel> {
  const panel = (await app.commands.execute('notebook:create-new', {
    kernelName: 'python3',
    activate: true
  })) as NotebookPanel;
  await Promise.race([kernelAnswers(panel), pause(PATIENCE)]);
  return panel;
}

async function kernelAnswers({ sessionContext }: NotebookPanel): Promise<void> {
  await sessionContext.ready;
  await sessionContext.session?.kernel?.info.catch(() => undefined);
}

function pause(milliseconds: number): Promise<void> {
  return new Promise(resolve => setTimeout(resolve, milliseconds));
}

function addCell(notebook: Notebook, source: string): void {
  if (!isEmptyCode(notebook)) {
    NotebookActions.insertBelow(notebook);
  }
  notebook.activeCell?.model.sharedModel.setSource(source);
  notebook.mode = 'command';
  notebook.activate();
}

function isEmptyCode(notebook: Notebook): boolean {
  const model = notebook.activeCell?.model;
  return model?.type === 'code' && !model.sharedModel.getSource().trim();
}
