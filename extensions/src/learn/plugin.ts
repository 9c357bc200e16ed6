/** Wires courses and workshops into JupyterLab. */
import {
  ILayoutRestorer,
  type JupyterFrontEnd,
  type JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { Dialog, ICommandPalette, InputDialog, showDialog } from '@jupyterlab/apputils';
import { IDefaultFileBrowser } from '@jupyterlab/filebrowser';
import { NotebookActions } from '@jupyterlab/notebook';

import { commandIds } from '../commands';
import { tutorialIcon } from '../icons';
import { attempt } from '../parts/attempt';
import { addPage } from '../parts/pages';
import { addPanel } from '../parts/sidebar';
import { Service } from '../request';
import { languageOf } from '../templates/language';
import { languageCode, trans } from '../words';
import { openModule, startWorkshop } from './api';
import { DashboardModel } from './dashboard';
import { LearnModel } from './model';
import { WorkshopPage } from './page';
import { LearnPanel, type LearnActions } from './panel';

export const learnPlugin: JupyterFrontEndPlugin<void> = {
  id: 'lyceum_lab:learn',
  description: 'Shows courses with one’s progress, and workshops.',
  autoStart: true,
  optional: [IDefaultFileBrowser, ICommandPalette, ILayoutRestorer],
  activate
};

function activate(
  app: JupyterFrontEnd,
  browser: IDefaultFileBrowser | null,
  palette: ICommandPalette | null,
  restorer: ILayoutRestorer | null
): void {
  const service = new Service(app.serviceManager.serverSettings);
  const model = new LearnModel(service, languageOf(languageCode));
  addPanel(app, new LearnPanel(model, actionsOf(app, service, model, browser)), palette, restorer, {
    command: commandIds.openLearn,
    label: trans.__('Open the courses'),
    caption: trans.__('Take a course, and see how far you are'),
    icon: tutorialIcon,
    type: 'Learn',
    rank: 152
  });
  addPage<{ code: string }, WorkshopPage>(app, restorer, {
    command: commandIds.openWorkshop,
    namespace: 'lyceum-workshop',
    label: trans.__('Open a workshop'),
    create: ({ code }) => workshopPage(new DashboardModel(code, service)),
    keyOf: ({ code }) => code,
    argsOf: ({ model }) => ({ code: model.code })
  });
  NotebookActions.executed.connect((_, { cell }) => {
    if (/\bcheck\(/.test(cell.model.sharedModel.getSource())) {
      void model.refresh();
    }
  });
}

function actionsOf(
  app: JupyterFrontEnd,
  service: Service,
  model: LearnModel,
  browser: IDefaultFileBrowser | null
): LearnActions {
  const openWorkshop = (code: string) => app.commands.execute(commandIds.openWorkshop, { code });
  const open = async (course: string, module: string) => {
    const { path } = await openModule(service, course, module);
    void browser?.model.refresh();
    void model.refresh();
    await app.commands.execute('docmanager:open', { path });
  };
  const start = async (course: string) => {
    const title = await askTitle();
    if (title) {
      const { code } = await startWorkshop(service, course, title);
      void model.refresh();
      await openWorkshop(code);
    }
  };
  return {
    open: (course, module) => void attempt(open(course, module)),
    verify: certificate => void window.open(certificate, '_blank', 'noopener'),
    startWorkshop: course => void attempt(start(course)),
    openWorkshop: code => void attempt(openWorkshop(code)),
    openRun: id => void app.commands.execute(commandIds.openRun, { id })
  };
}

async function askTitle(): Promise<string> {
  const { value } = await InputDialog.getText({
    title: trans.__('Start a workshop'),
    label: trans.__(
      'Its name. It lasts eight hours unless you end it; until then you see where each person stands.'
    ),
    okLabel: trans.__('Start')
  });
  return value?.trim() ?? '';
}

function workshopPage(model: DashboardModel): WorkshopPage {
  return new WorkshopPage(model, ({ title }) => void attempt(end(model, title)));
}

async function end(model: DashboardModel, title: string): Promise<void> {
  const { button } = await showDialog({
    title: trans.__('End %1?', title),
    body: trans.__('Nobody joins any more, and you no longer see where each person stands.'),
    buttons: [Dialog.cancelButton(), Dialog.warnButton({ label: trans.__('End') })],
    defaultButton: 0
  });
  if (button.accept) {
    await model.end();
  }
}
