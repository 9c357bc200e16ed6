/** Wires the pages of entries into JupyterLab. */
import {
  ILayoutRestorer,
  type JupyterFrontEnd,
  type JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { IRenderMimeRegistry } from '@jupyterlab/rendermime';
import { ISettingRegistry } from '@jupyterlab/settingregistry';

import { commandIds } from '../commands';
import { attempt } from '../parts/attempt';
import { addPage } from '../parts/pages';
import { Service } from '../request';
import { trans } from '../words';
import { askForAccess } from './asking';
import { Flavours, IFlavours } from './flavours';
import type { EntryActions } from './head';
import { EntryModel, type EntryArguments } from './model';
import { setStar } from './opinions';
import { EntryPage } from './page';

const PLUGIN = 'lyceum_lab:entry';

export const entryPlugin: JupyterFrontEndPlugin<Flavours> = {
  id: PLUGIN,
  description: 'Shows an entry of the catalog in the main area.',
  autoStart: true,
  requires: [IRenderMimeRegistry],
  optional: [ISettingRegistry, ILayoutRestorer],
  provides: IFlavours,
  activate
};

function activate(
  app: JupyterFrontEnd,
  rendermime: IRenderMimeRegistry,
  registry: ISettingRegistry | null,
  restorer: ILayoutRestorer | null
): Flavours {
  const { commands } = app;
  const service = new Service(app.serviceManager.serverSettings);
  const flavours = new Flavours();
  if (registry) {
    void flavours.remember(registry, PLUGIN);
  }
  const pages = addPage<EntryArguments, EntryPage>(app, restorer, {
    command: commandIds.openEntry,
    namespace: 'lyceum-entry',
    label: trans.__('Open an entry of the catalog'),
    create: args => {
      const model = new EntryModel(args, service);
      const actions = entryActions(app, service, () => model.refresh());
      return new EntryPage(model, { rendermime, commands, flavours, actions });
    },
    keyOf: ({ name, version }) => (version === undefined ? name : `${name}@${version}`),
    argsOf: ({ model }) => model.args,
    show: ({ model }, { tab }) => tab && model.open(tab)
  });
  pages.widgetAdded.connect((_, page) =>
    page.content.model.stateChanged.connect(() => void pages.save(page))
  );
  commands.addCommand(commandIds.requestAccess, {
    label: trans.__('Request access to an entry of the catalog'),
    execute: args => askForAccess(service, args['name'] as string)
  });
  return flavours;
}

function entryActions(
  { commands }: JupyterFrontEnd,
  service: Service,
  refresh: () => Promise<void>
): EntryActions {
  const run = (command: string) => (name: string) => void commands.execute(command, { name });
  return {
    openRun: id => void commands.execute(commandIds.openRun, { id }),
    insert: ({ name }, version) =>
      void commands.execute(
        commandIds.insertEntry,
        version === undefined ? { name } : { name, version }
      ),
    use: ({ name }) => run(commandIds.useTemplate)(name),
    preview: ({ name }) => run(commandIds.previewTemplate)(name),
    requestAccess: ({ name }) =>
      void commands
        .execute(commandIds.requestAccess, { name })
        .then(isAsked => (isAsked ? refresh() : undefined)),
    star: ({ name, starred }) => void attempt(setStar(service, name, !starred).then(refresh)),
    open: (name, tab) => void commands.execute(commandIds.openEntry, { name, tab })
  };
}
