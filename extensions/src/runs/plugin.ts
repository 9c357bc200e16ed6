/** Wires runs, schedules and outputs into JupyterLab. */
import {
  ILayoutRestorer,
  type JupyterFrontEnd,
  type JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { Dialog, ICommandPalette, showDialog } from '@jupyterlab/apputils';
import { INotebookTracker, type NotebookPanel } from '@jupyterlab/notebook';
import { IRenderMimeRegistry } from '@jupyterlab/rendermime';

import { commandIds } from '../commands';
import { runsIcon } from '../icons';
import { addPanel } from '../parts/sidebar';
import { exact } from '../parts/time';
import { Service } from '../request';
import { trans } from '../words';
import type { Schedule } from './api';
import { attempt } from '../parts/attempt';
import { RunsModel } from './model';
import { DRIVE, RunsDrive } from './output';
import { addPages } from './pages';
import { RunsPanel } from './panel';

export const runsPlugin: JupyterFrontEndPlugin<void> = {
  id: 'lyceum_lab:runs',
  description: 'Shows runs and schedules, live, and opens the output of runs.',
  autoStart: true,
  requires: [INotebookTracker, IRenderMimeRegistry],
  optional: [ICommandPalette, ILayoutRestorer],
  activate
};

function activate(
  app: JupyterFrontEnd,
  notebooks: INotebookTracker,
  rendermime: IRenderMimeRegistry,
  palette: ICommandPalette | null,
  restorer: ILayoutRestorer | null
): void {
  const { commands, serviceManager } = app;
  const service = new Service(serviceManager.serverSettings);
  serviceManager.contents.addDrive(new RunsDrive(service, serviceManager.serverSettings));
  notebooks.widgetAdded.connect((_, panel) => keepReadOnly(app, panel));

  const model = new RunsModel(service);
  const open = (id: string) => void commands.execute(commandIds.openRun, { id });
  const panel = new RunsPanel(model, {
    open,
    openGroup: id => void commands.execute(commandIds.openGroup, { id }),
    openTemplates: () => void commands.execute(commandIds.openTemplates),
    runNow: schedule => void attempt(model.run(schedule).then(run => open(run.id))),
    edit: schedule => void commands.execute(commandIds.editSchedule, { id: schedule.id }),
    pause: (schedule, enabled) => void attempt(model.pause(schedule, enabled)),
    delete: schedule => void deleteSchedule(model, schedule)
  });
  addPanel(app, panel, palette, restorer, {
    command: commandIds.openRuns,
    label: trans.__('Open the runs'),
    caption: trans.__('See what runs, what ran, and what is scheduled'),
    icon: runsIcon,
    type: 'Runs',
    rank: 152,
    opened: () => model.refresh()
  });
  addPages({ app, service, runs: model, rendermime, restorer });
  openLinked(app, open);
}

/** Open the run that the address names, as messages about runs do: `…/lab?run=<id>`. */
function openLinked(app: JupyterFrontEnd, open: (id: string) => void): void {
  const id = new URLSearchParams(window.location.search).get('run'); // before Lab rewrites the address
  if (id) {
    void app.restored.then(() => open(id));
  }
}

/** Show the output of a run as what it is: no kernel, no editing. */
function keepReadOnly(app: JupyterFrontEnd, panel: NotebookPanel): void {
  if (app.serviceManager.contents.driveName(panel.context.path) !== DRIVE) {
    return;
  }
  panel.addClass('lyc-mod-readOnly');
  panel.context.sessionContext.kernelPreference = {
    shouldStart: false,
    canStart: false,
    autoStartDefault: false
  };
  void panel.context.ready.then(() => {
    const { model } = panel.context;
    model.stateChanged.connect(() => {
      if (model.dirty) {
        model.dirty = false; // there is nothing to save, so closing never asks
      }
    });
    model.readOnly = true;
    panel.content.widgets.forEach(cell => (cell.readOnly = true));
  });
}

async function deleteSchedule(model: RunsModel, schedule: Schedule): Promise<void> {
  const [next] = schedule.next;
  const lost = next ? trans.__('Its next run, %1, will not happen.', exact(next)) : '';
  const { button } = await showDialog({
    title: trans.__('Delete the schedule “%1”?', schedule.name),
    body: [
      trans.__('It runs %1.', lowered(schedule.text)),
      lost,
      trans.__('Runs that have been are kept.')
    ]
      .filter(Boolean)
      .join(' '),
    buttons: [Dialog.cancelButton(), Dialog.warnButton({ label: trans.__('Delete') })],
    defaultButton: 0
  });
  if (button.accept) {
    await attempt(model.delete(schedule));
  }
}

function lowered(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}
