/** Wires templates into JupyterLab. */
import {
  ILayoutRestorer,
  type JupyterFrontEnd,
  type JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { ICommandPalette, Notification } from '@jupyterlab/apputils';
import { IDefaultFileBrowser } from '@jupyterlab/filebrowser';
import { ILauncher } from '@jupyterlab/launcher';
import { INotebookTracker } from '@jupyterlab/notebook';
import { IRenderMimeRegistry } from '@jupyterlab/rendermime';
import type { Widget } from '@lumino/widgets';

import { commandIds } from '../commands';
import { templatesIcon, tutorialIcon } from '../icons';
import { addPage } from '../parts/pages';
import { addPanel } from '../parts/sidebar';
import { asProblem, Service } from '../request';
import { languageCode, trans } from '../words';
import { copyTemplate } from './api';
import { fillLauncher } from './launcher';
import { languageOf } from './language';
import { isTutorial, TemplatesModel } from './model';
import { NearModel } from './near';
import { TemplatesPanel, type TemplateActions } from './panel';
import { TemplatePreview } from './preview';

export const templatesPlugin: JupyterFrontEndPlugin<void> = {
  id: 'lyceum_lab:templates',
  description: 'Shows published notebooks to start from, in a panel and in the Launcher.',
  autoStart: true,
  requires: [IRenderMimeRegistry, INotebookTracker],
  optional: [IDefaultFileBrowser, ILauncher, ICommandPalette, ILayoutRestorer],
  activate
};

function activate(
  app: JupyterFrontEnd,
  rendermime: IRenderMimeRegistry,
  notebooks: INotebookTracker,
  browser: IDefaultFileBrowser | null,
  launcher: ILauncher | null,
  palette: ICommandPalette | null,
  restorer: ILayoutRestorer | null
): void {
  const { commands } = app;
  const service = new Service(app.serviceManager.serverSettings);
  const model = new TemplatesModel(service, languageOf(languageCode));
  const actions: TemplateActions = {
    preview: name => void commands.execute(commandIds.previewTemplate, { name }),
    use: name => void commands.execute(commandIds.useTemplate, { name }),
    run: name => void commands.execute(commandIds.runTemplate, { name }),
    openRun: id => void commands.execute(commandIds.openRun, { id })
  };
  const panel = new TemplatesPanel(model, new NearModel(service, notebooks), actions);
  addPanel(app, panel, palette, restorer, {
    command: commandIds.openTemplates,
    label: trans.__('Open the templates'),
    caption: trans.__('Find a notebook to start from'),
    icon: templatesIcon,
    type: 'Templates',
    rank: 151
  });
  addUseCommand(app, service, model, browser);
  addPage<{ name: string }, TemplatePreview>(app, restorer, {
    command: commandIds.previewTemplate,
    namespace: 'lyceum-template',
    label: trans.__('Preview a template'),
    create: ({ name }) => new TemplatePreview(name, service, rendermime, actions),
    keyOf: ({ name }) => name,
    argsOf: ({ name }) => ({ name })
  });
  if (launcher) {
    fillLauncher(launcher, model);
  }
  void app.restored.then(() => model.refresh());
}

function addUseCommand(
  app: JupyterFrontEnd,
  service: Service,
  model: TemplatesModel,
  browser: IDefaultFileBrowser | null
): void {
  const template = (name: unknown) => model.templates?.find(known => known.name === name);
  const copy = async (name: string, folder: string): Promise<Widget | undefined> => {
    try {
      const { path } = await copyTemplate(service, name, folder);
      void browser?.model.refresh();
      return (await app.commands.execute('docmanager:open', { path })) as Widget;
    } catch (error) {
      Notification.error(trans.__('The template was not copied. %1', asProblem(error).message));
      return undefined;
    }
  };
  app.commands.addCommand(commandIds.useTemplate, {
    label: args => template(args['name'])?.title ?? trans.__('Use a template'),
    caption: args => template(args['name'])?.summary ?? '',
    icon: args => {
      const known = template(args['name']);
      return known && isTutorial(known) ? tutorialIcon : templatesIcon;
    },
    execute: args => copy(args['name'] as string, currentFolder(app, browser))
  });
}

/** The file browser's folder, as a path of the home folder. */
function currentFolder(app: JupyterFrontEnd, browser: IDefaultFileBrowser | null): string {
  const { contents } = app.serviceManager;
  const path = browser?.model.path ?? '';
  return ['', 'RTC'].includes(contents.driveName(path)) ? contents.localPath(path) : '';
}
