/** Wires the notice before this Lab is stopped: what counts as work, *Keep*, and *Finish as a job…*. */
import type { JupyterFrontEnd, JupyterFrontEndPlugin } from '@jupyterlab/application';
import { ICommandPalette, Notification } from '@jupyterlab/apputils';

import { commandIds, PALETTE } from '../commands';
import { attempt } from '../parts/attempt';
import { Service } from '../request';
import { trans } from '../words';
import { IdlenessModel } from './model';
import { clock, Warning } from './warning';

const WORK = ['keydown', 'pointerdown', 'wheel'] as const;
// Keys that lead to the notice's buttons; whoever only goes there does not work yet.
const ON_THE_WAY = ['Tab', 'Shift', 'Control', 'Alt', 'Meta', 'Escape', 'F6'];
const NOTICES = '.Toastify, .jp-Notification-Center';

export const cullingPlugin: JupyterFrontEndPlugin<void> = {
  id: 'lyceum_lab:culling',
  description: 'Says that JupyterLab will be stopped, before it is, and lets one keep it.',
  autoStart: true,
  optional: [ICommandPalette],
  activate
};

function activate(app: JupyterFrontEnd, palette: ICommandPalette | null): void {
  const { commands, serviceManager } = app;
  const model = new IdlenessModel(new Service(serviceManager.serverSettings));
  new Warning(model, () => ({
    keep: () => void commands.execute(commandIds.keepLab),
    finish: commands.isEnabled(commandIds.finishAsJob)
      ? () => void commands.execute(commandIds.finishAsJob)
      : null
  }));
  commands.addCommand(commandIds.keepLab, {
    label: trans.__('Keep JupyterLab Running'),
    caption: trans.__('Put off its being stopped while nobody uses it'),
    execute: () => attempt(keep(model))
  });
  palette?.addItem({ command: commandIds.keepLab, category: PALETTE });
  watch(model);
  void app.restored.then(() => model.refresh());
}

/** Tell the model of what the person does, and look at once when they come back to this tab. */
function watch(model: IdlenessModel): void {
  for (const kind of WORK) {
    document.addEventListener(kind, event => isWork(event) && void model.work(), {
      capture: true,
      passive: true
    });
  }
  document.addEventListener('visibilitychange', () => !document.hidden && void model.refresh());
}

function isWork(event: Event): boolean {
  const isOnTheWay = event instanceof KeyboardEvent && ON_THE_WAY.includes(event.key);
  return !isOnTheWay && !(event.target instanceof Element && event.target.closest(NOTICES));
}

async function keep(model: IdlenessModel): Promise<void> {
  const until = await model.keep();
  Notification.success(trans.__('JupyterLab is kept until %1.', clock(until)), { autoClose: 4000 });
}
