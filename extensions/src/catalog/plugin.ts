/** Wires the catalog into JupyterLab. */
import {
  ILayoutRestorer,
  type JupyterFrontEnd,
  type JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { ICommandPalette, Notification } from '@jupyterlab/apputils';
import { INotebookTracker } from '@jupyterlab/notebook';
import { IRenderMimeRegistry } from '@jupyterlab/rendermime';

import { commandIds, PALETTE } from '../commands';
import type { Entry } from '../entry/api';
import { catalogIcon } from '../icons';
import { asProblem, Service } from '../request';
import { insertSnippet } from './insert';
import { CatalogModel } from './model';
import { CatalogPanel } from './panel';

export const catalogPlugin: JupyterFrontEndPlugin<void> = {
  id: 'lyceum_lab:catalog',
  description: 'Finds published data sets and loads them into notebooks.',
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
  const model = new CatalogModel(new Service(app.serviceManager.serverSettings));
  const insert = async (entry: Entry | string) => {
    try {
      const { snippet } = typeof entry === 'string' ? await model.fetch(entry) : entry;
      await insertSnippet(app, notebooks, snippet ?? '');
    } catch (error) {
      Notification.error(`Nothing was inserted. ${asProblem(error).message}`);
    }
  };
  const panel = new CatalogPanel(model, { rendermime, insert: entry => void insert(entry) });
  app.shell.add(panel, 'left', { rank: 150, type: 'Catalog' });
  restorer?.add(panel, panel.id);
  addCommands(app, panel, insert);
  palette?.addItem({ command: commandIds.openCatalog, category: PALETTE });
}

function addCommands(
  app: JupyterFrontEnd,
  panel: CatalogPanel,
  insert: (name: string) => Promise<void>
): void {
  app.commands.addCommand(commandIds.openCatalog, {
    label: args => (args['inLauncher'] ? 'Catalog' : 'Open the catalog'),
    caption: 'Find a data set and load it',
    icon: catalogIcon,
    execute: () => {
      app.shell.activateById(panel.id);
      panel.focusSearch();
    }
  });
  app.commands.addCommand(commandIds.insertEntry, {
    label: 'Insert an entry of the catalog',
    caption: 'Put a snippet that loads the entry into the active notebook',
    execute: args => insert(args['name'] as string)
  });
}
