/** Wires *Run as job…* into JupyterLab: toolbar, menus, file browser, palette, templates, runs and schedules. */
import type { JupyterFrontEnd, JupyterFrontEndPlugin } from '@jupyterlab/application';
import { ICommandPalette, IToolbarWidgetRegistry } from '@jupyterlab/apputils';
import { PathExt } from '@jupyterlab/coreutils';
import { IFileBrowserFactory } from '@jupyterlab/filebrowser';
import { INotebookTracker } from '@jupyterlab/notebook';
import { CommandToolbarButton } from '@jupyterlab/ui-components';

import { commandIds, PALETTE } from '../commands';
import { runsIcon } from '../icons';
import { Service } from '../request';
import { trans } from '../words';
import { openForm } from './dialog';
import { finishAsJob } from './finish';
import { FormModel, type FormOptions } from './model';
import { Sources, type Source } from './source';

/** The button in the toolbar of notebooks, as the schema names it. */
const BUTTON = { kind: 'Notebook', name: 'run-as-job' };

export const formPlugin: JupyterFrontEndPlugin<void> = {
  id: 'lyceum_lab:form',
  description: 'Runs a notebook as a job, now, on a schedule, or after another.',
  autoStart: true,
  requires: [INotebookTracker],
  optional: [IFileBrowserFactory, ICommandPalette, IToolbarWidgetRegistry],
  activate
};

function activate(
  app: JupyterFrontEnd,
  notebooks: INotebookTracker,
  browsers: IFileBrowserFactory | null,
  palette: ICommandPalette | null,
  toolbars: IToolbarWidgetRegistry | null
): void {
  const { commands } = app;
  const service = new Service(app.serviceManager.serverSettings);
  const sources = new Sources(service, app.serviceManager.contents, notebooks);
  const open = (prepare: () => Promise<Source>, options?: FormOptions) =>
    run(app, new FormModel(service, prepare, options));

  commands.addCommand(commandIds.runNotebook, {
    label: trans.__('Run as job…'),
    caption: trans.__('Run this notebook in the background, now or on a schedule'),
    icon: runsIcon,
    isEnabled: () => !!notebooks.currentWidget,
    execute: () => {
      const panel = notebooks.currentWidget;
      return panel && open(() => sources.ofPanel(panel), { name: title(panel.context.path) });
    }
  });
  // The schema names its place only: JupyterLab translates no label of another extension's schema.
  toolbars?.addFactory(BUTTON.kind, BUTTON.name, () => {
    const { runNotebook: id } = commandIds;
    return new CommandToolbarButton({ commands, id, label: trans.__('Run as job…') });
  });
  commands.addCommand(commandIds.finishAsJob, {
    label: trans.__('Finish as a job…'),
    caption: trans.__(
      'Hand this notebook to the queue with its cells as they are, and log out if you like'
    ),
    isEnabled: () => !!notebooks.currentWidget,
    execute: () => {
      const panel = notebooks.currentWidget;
      return panel && finishAsJob(app, service, sources, panel);
    }
  });
  commands.addCommand(commandIds.runFile, {
    label: trans.__('Run as job…'),
    caption: trans.__('Run this notebook in the background, now or on a schedule'),
    icon: runsIcon,
    execute: args => {
      const path = (args['path'] as string | undefined) ?? selected(browsers);
      return path && open(() => sources.ofFile(path), { name: title(path) });
    }
  });
  commands.addCommand(commandIds.runTemplate, {
    label: trans.__('Run a template as job…'),
    execute: args => open(() => sources.ofTemplate(args['name'] as string))
  });
  commands.addCommand(commandIds.runAgain, {
    label: trans.__('Run again…'),
    execute: args => open(() => sources.ofRun(args['id'] as string))
  });
  commands.addCommand(commandIds.editSchedule, {
    label: trans.__('Change the schedule…'),
    execute: args => open(() => sources.ofSchedule(args['id'] as string), { isEdit: true })
  });
  for (const command of [commandIds.runNotebook, commandIds.finishAsJob]) {
    palette?.addItem({ command, category: PALETTE });
  }
}

/** Show the form; then the run's page, the group's, or the panel with the schedule. */
async function run({ commands }: JupyterFrontEnd, model: FormModel): Promise<void> {
  const outcome = await openForm(model);
  if (outcome) {
    await commands.execute(commandIds.openRuns);
  }
  if (outcome && 'run' in outcome) {
    await commands.execute(commandIds.openRun, { id: outcome.run.id });
  }
  if (outcome && 'group' in outcome) {
    await commands.execute(commandIds.openGroup, { id: outcome.group });
  }
}

function selected(browsers: IFileBrowserFactory | null): string | undefined {
  const items = Array.from(browsers?.tracker.currentWidget?.selectedItems() ?? []);
  return items.find(({ type }) => type === 'notebook')?.path;
}

function title(path: string): string {
  return PathExt.basename(path, '.ipynb');
}
