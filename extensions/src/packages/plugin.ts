/** Wires the page about the packages of this server. */
import {
  ILayoutRestorer,
  type JupyterFrontEnd,
  type JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { ICommandPalette } from '@jupyterlab/apputils';

import { commandIds, PALETTE } from '../commands';
import { addPage } from '../parts/pages';
import { Service } from '../request';
import { trans } from '../words';
import { PackagesModel } from './model';
import { PackagesPage } from './page';

export const packagesPlugin: JupyterFrontEndPlugin<void> = {
  id: 'lyceum_lab:packages',
  description: 'Lists the packages of this server, and what changed of them.',
  autoStart: true,
  optional: [ILayoutRestorer, ICommandPalette],
  activate
};

function activate(
  app: JupyterFrontEnd,
  restorer: ILayoutRestorer | null,
  palette: ICommandPalette | null
): void {
  const service = new Service(app.serviceManager.serverSettings);
  const command = commandIds.openPackages;
  addPage(app, restorer, {
    command,
    namespace: 'lyceum-packages',
    label: trans.__('Show the Packages of This Server'),
    create: () => new PackagesPage(new PackagesModel(service)),
    keyOf: () => 'all',
    argsOf: () => ({})
  });
  palette?.addItem({ command, category: PALETTE });
}
