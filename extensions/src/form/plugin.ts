/** Wires *Run as job…* into JupyterLab: toolbar, file browser, palette, templates and runs. */
import type { JupyterFrontEnd, JupyterFrontEndPlugin } from '@jupyterlab/application';
import { ICommandPalette } from '@jupyterlab/apputils';
import { PathExt } from '@jupyterlab/coreutils';
import { IFileBrowserFactory } from '@jupyterlab/filebrowser';
import { INotebookTracker } from '@jupyterlab/notebook';

import { commandIds, PALETTE } from '../commands';
import { runsIcon } from '../icons';
import { Service } from '../request';
import { openForm } from './dialog';
import { FormModel } from './model';
import { Sources, type Source } from './source';

export const formPlugin: JupyterFrontEndPlugin<void> = {
  id: 'lyceum_lab:form',
  description: 'Runs a notebook as a job, now or on a schedule.',
  autoStart: true,
  requires: [INotebookTracker],
  optional: [IFileBrowserFactory, ICommandPalette],
  activate
};

function activate(
  app: JupyterFrontEnd,
  notebooks: INotebookTracker,
  browsers: IFileBrowserFactory | null,
  palette: ICommandPalette | null
): void {
  const { commands } = app;
  const service = new Service(app.serviceManager.serverSettings);
  const sources = new Sources(service, app.serviceManager.contents, notebooks);
  const open = (prepare: () => Promise<Source>, name = '') =>
    run(app, new FormModel(service, prepare, name));

  commands.addCommand(commandIds.runNotebook, {
    label: 'Run as job…',
    caption: 'Run this notebook in the background, now or on a schedule',
    icon: runsIcon,
    isEnabled: () => !!notebooks.currentWidget,
    execute: () => {
      const panel = notebooks.currentWidget;
      return panel && open(() => sources.ofPanel(panel), title(panel.context.path));
    }
  });
  commands.addCommand(commandIds.runFile, {
    label: 'Run as job…',
    caption: 'Run this notebook in the background, now or on a schedule',
    icon: runsIcon,
    execute: args => {
      const path = (args['path'] as string | undefined) ?? selected(browsers);
      return path && open(() => sources.ofFile(path), title(path));
    }
  });
  commands.addCommand(commandIds.runTemplate, {
    label: 'Run a template as job…',
    execute: args => open(() => sources.ofTemplate(args['name'] as string))
  });
  commands.addCommand(commandIds.runAgain, {
    label: 'Run again…',
    execute: args => open(() => sources.ofRun(args['id'] as string))
  });
  palette?.addItem({ command: commandIds.runNotebook, category: PALETTE });
}

/** Show the form; then the run's page, or the panel with the new schedule. */
async function run(app: JupyterFrontEnd, model: FormModel): Promise<void> {
  const outcome = await openForm(model);
  if (outcome) {
    await app.commands.execute(commandIds.openRuns);
  }
  if (outcome && 'run' in outcome) {
    await app.commands.execute(commandIds.openRun, { id: outcome.run.id });
  }
}

function selected(browsers: IFileBrowserFactory | null): string | undefined {
  const items = Array.from(browsers?.tracker.currentWidget?.selectedItems() ?? []);
  return items.find(({ type }) => type === 'notebook')?.path;
}

function title(path: string): string {
  return PathExt.basename(path, '.ipynb');
}
