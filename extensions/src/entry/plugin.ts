/** Wires the pages of entries into JupyterLab. */
import {
  ILayoutRestorer,
  type JupyterFrontEnd,
  type JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { IRenderMimeRegistry } from '@jupyterlab/rendermime';

import { commandIds } from '../commands';
import { addPage } from '../parts/pages';
import { Service } from '../request';
import type { EntryActions } from './head';
import { EntryModel, type EntryArguments } from './model';
import { EntryPage } from './page';

export const entryPlugin: JupyterFrontEndPlugin<void> = {
  id: 'lyceum_lab:entry',
  description: 'Shows an entry of the catalog in the main area.',
  autoStart: true,
  requires: [IRenderMimeRegistry],
  optional: [ILayoutRestorer],
  activate
};

function activate(
  app: JupyterFrontEnd,
  rendermime: IRenderMimeRegistry,
  restorer: ILayoutRestorer | null
): void {
  const { commands } = app;
  const service = new Service(app.serviceManager.serverSettings);
  const context = { rendermime, commands, actions: entryActions(app) };
  const pages = addPage<EntryArguments, EntryPage>(app, restorer, {
    command: commandIds.openEntry,
    namespace: 'lyceum-entry',
    label: 'Open an entry of the catalog',
    create: args => new EntryPage(new EntryModel(args, service), context),
    keyOf: ({ name, version }) => (version === undefined ? name : `${name}@${version}`),
    argsOf: ({ model }) => model.args,
    show: ({ model }, { tab }) => tab && model.open(tab)
  });
  pages.widgetAdded.connect((_, page) =>
    page.content.model.stateChanged.connect(() => void pages.save(page))
  );
}

function entryActions({ commands }: JupyterFrontEnd): EntryActions {
  return {
    insert: ({ name }) => void commands.execute(commandIds.insertEntry, { name }),
    use: ({ name }) => void commands.execute(commandIds.useTemplate, { name }),
    open: (name, version) =>
      void commands.execute(
        commandIds.openEntry,
        version === undefined ? { name } : { name, version }
      )
  };
}
