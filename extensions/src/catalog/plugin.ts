/** Wires the catalog into JupyterLab. */
import {
  ILayoutRestorer,
  type JupyterFrontEnd,
  type JupyterFrontEndPlugin
} from '@jupyterlab/application';
import {
  Dialog,
  ICommandPalette,
  InputDialog,
  Notification,
  showDialog
} from '@jupyterlab/apputils';
import { INotebookTracker } from '@jupyterlab/notebook';
import { IRenderMimeRegistry } from '@jupyterlab/rendermime';

import { commandIds } from '../commands';
import type { Entry } from '../entry/api';
import { IFlavours, type Flavours } from '../entry/flavours';
import { catalogIcon } from '../icons';
import { addPanel } from '../parts/sidebar';
import { asProblem, Service } from '../request';
import { attempt } from '../parts/attempt';
import { trans } from '../words';
import type { SavedSearch } from './api';
import type { CardActions } from './card';
import { dragWhenMoved } from './drag';
import { insertSnippet } from './insert';
import { CatalogModel } from './model';
import { CatalogPanel } from './panel';
import type { SavedActions } from './saved';

export const catalogPlugin: JupyterFrontEndPlugin<void> = {
  id: 'lyceum_lab:catalog',
  description: 'Finds published entries, and loads data sets into notebooks.',
  autoStart: true,
  requires: [INotebookTracker, IRenderMimeRegistry, IFlavours],
  optional: [ICommandPalette, ILayoutRestorer],
  activate
};

function activate(
  app: JupyterFrontEnd,
  notebooks: INotebookTracker,
  rendermime: IRenderMimeRegistry,
  flavours: Flavours,
  palette: ICommandPalette | null,
  restorer: ILayoutRestorer | null
): void {
  const { commands, serviceManager } = app;
  const model = new CatalogModel(new Service(serviceManager.serverSettings));
  const run = (command: string) => (name: string) => void commands.execute(command, { name });
  const cards = cardActions(app, model, flavours);
  const panel = new CatalogPanel(model, {
    rendermime,
    flavours,
    cards,
    entries: {
      insert: ({ name }) => cards.insert(name),
      use: ({ name }) => cards.use(name),
      preview: ({ name }) => run(commandIds.previewTemplate)(name),
      requestAccess: ({ name }) => cards.requestAccess(name),
      openRun: id => void commands.execute(commandIds.openRun, { id }),
      star: entry => void attempt(model.star(entry)),
      open: (name, tab) => void commands.execute(commandIds.openEntry, { name, tab })
    },
    saved: savedActions(model)
  });
  addPanel(app, panel, palette, restorer, {
    command: commandIds.openCatalog,
    label: trans.__('Open the catalog'),
    caption: trans.__('Find data sets and templates, and use them'),
    icon: catalogIcon,
    type: 'Catalog',
    rank: 150,
    opened: () => panel.focusSearch()
  });
  commands.addCommand(commandIds.insertEntry, {
    label: trans.__('Insert an entry of the catalog'),
    caption: trans.__('Put a snippet that loads the entry into the active notebook'),
    execute: args => {
      const fetched = model.fetch(args['name'] as string, args['version'] as number | undefined);
      return insert(fetched, entry => insertSnippet(app, notebooks, flavours.source(entry)));
    }
  });
}

async function insert(
  fetched: Promise<Entry>,
  put: (entry: Entry) => Promise<void>
): Promise<void> {
  try {
    await put(await fetched);
  } catch (error) {
    Notification.error(trans.__('Nothing was inserted. %1', asProblem(error).message));
  }
}

function cardActions(
  { commands }: JupyterFrontEnd,
  model: CatalogModel,
  flavours: Flavours
): CardActions {
  return {
    insert: name => void commands.execute(commandIds.insertEntry, { name }),
    use: name => void commands.execute(commandIds.useTemplate, { name }),
    requestAccess: name =>
      void commands
        .execute(commandIds.requestAccess, { name })
        .then(isAsked => (isAsked ? model.show(name) : undefined)),
    drag: (event, { name, title }) =>
      dragWhenMoved(event, title, async () => flavours.source(await model.fetch(name)))
  };
}

function savedActions(model: CatalogModel): SavedActions {
  const { searches } = model;
  return {
    save: () => void attempt(save(model)),
    share: (search, shared) => void attempt(searches.share(search, shared)),
    delete: search => void attempt(forget(model, search))
  };
}

async function save({ search, query, searches }: CatalogModel): Promise<void> {
  const { value } = await InputDialog.getText({
    title: trans.__('Save this search'),
    label: trans.__('Name'),
    text: query,
    okLabel: trans.__('Save')
  });
  if (value?.trim()) {
    await searches.keep(value.trim(), search);
  }
}

async function forget({ searches }: CatalogModel, search: SavedSearch): Promise<void> {
  const lost = search.shared
    ? trans.__('Others find it no more, and catalogs made from it are gone.')
    : '';
  const { button } = await showDialog({
    title: trans.__('Delete the saved search “%1”?', search.title),
    body: [trans.__('What it finds stays as it is.'), lost].filter(Boolean).join(' '),
    buttons: [Dialog.cancelButton(), Dialog.warnButton({ label: trans.__('Delete') })],
    defaultButton: 0
  });
  if (button.accept) {
    await searches.forget(search);
  }
}
