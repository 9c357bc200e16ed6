/** Wires updates of copies into JupyterLab: a button where there is one, and the page that shows it. */
import {
  ILayoutRestorer,
  type JupyterFrontEnd,
  type JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { ICommandPalette, Notification } from '@jupyterlab/apputils';
import { INotebookTracker, type NotebookPanel } from '@jupyterlab/notebook';
import { IRenderMimeRegistry } from '@jupyterlab/rendermime';
import { ToolbarButton } from '@jupyterlab/ui-components';

import { commandIds, PALETTE } from '../commands';
import { templatesIcon } from '../icons';
import { attempt } from '../parts/attempt';
import { addPage, type PageTracker } from '../parts/pages';
import { Service } from '../request';
import { trans } from '../words';
import { fetchOffer, type Offer } from './api';
import { UpdateModel } from './model';
import { UpdatePage } from './page';

const OPEN = 'lyceum:open-update';
const BUTTON = 'lyceum-update';
const KERNEL = 'kernelName';
/** The button of each notebook that has one; a toolbar moves what does not fit out of its children. */
const buttons = new WeakMap<NotebookPanel, ToolbarButton>();

export const updatesPlugin: JupyterFrontEndPlugin<void> = {
  id: 'lyceum_lab:updates',
  description: 'Offers a copy what its template or module became.',
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
  const openOf = (path: string) =>
    notebooks.find(panel => localPath(app, panel.context.path) === path);
  const pages: PageTracker<UpdatePage> = addPage<{ path: string }, UpdatePage>(app, restorer, {
    command: OPEN,
    namespace: 'lyceum-update',
    label: trans.__('Open the update of a notebook'),
    create: ({ path }) =>
      new UpdatePage(new UpdateModel(path, service), rendermime, {
        open: path => void commands.execute('docmanager:open', { path }),
        update: model => void attempt(update(app, model, openOf(model.path), pages))
      }),
    keyOf: ({ path }) => path,
    argsOf: ({ model }) => ({ path: model.path })
  });
  commands.addCommand(commandIds.updateCopy, {
    label: trans.__('Update this copy…'),
    caption: trans.__('See what became of what this notebook was copied from, and take it over'),
    isEnabled: args => !!args['path'] || !!notebooks.currentWidget,
    execute: async args => {
      const given = args['path'] as string | undefined;
      const panel = given ? openOf(given) : notebooks.currentWidget;
      const path = given ?? (panel && localPath(app, panel.context.path));
      await panel?.context.ready;
      if (panel?.context.model.dirty) {
        await panel.context.save();
      }
      if (path) {
        await commands.execute(OPEN, { path });
      }
    }
  });
  palette?.addItem({ command: commandIds.updateCopy, category: PALETTE });
  notebooks.widgetAdded.connect((_, panel) => void offer(app, service, panel));
}

/** Put a button into the toolbar of a copy of which there is a newer version. */
async function offer(app: JupyterFrontEnd, service: Service, panel: NotebookPanel): Promise<void> {
  await Promise.all([panel.context.ready, app.restored]); // a page opened before that would be covered again
  const path = localPath(app, panel.context.path);
  if (!isCopy(panel) || path === null) {
    return;
  }
  const found = await fetchOffer(service, path).catch(() => null); // the service may be away: no offer now
  if (found && !panel.isDisposed) {
    const button = updateButton(app, found, path);
    buttons.set(panel, button);
    const isPlaced = panel.toolbar.insertBefore(KERNEL, BUTTON, button);
    if (!isPlaced) {
      panel.toolbar.addItem(BUTTON, button);
    }
  }
}

function updateButton(
  app: JupyterFrontEnd,
  { title, from, to }: Offer,
  path: string
): ToolbarButton {
  return new ToolbarButton({
    label: trans.__('Update…'),
    icon: templatesIcon,
    tooltip: trans.__(
      '“%1” is at version %2 by now; this is a copy of version %3',
      title,
      to,
      from
    ),
    onClick: () => void app.commands.execute(commandIds.updateCopy, { path })
  });
}

/** Update the copy, show what it is now, and say where the old one is. */
async function update(
  app: JupyterFrontEnd,
  model: UpdateModel,
  panel: NotebookPanel | undefined,
  pages: PageTracker<UpdatePage>
): Promise<void> {
  if (panel?.context.model.dirty) {
    await panel.context.save(); // then the file is another one, and the update is looked at again
  }
  const kept = await model.apply();
  if (kept === undefined) {
    return;
  }
  if (panel) {
    await panel.context.revert();
    buttons.get(panel)?.dispose();
  }
  await app.commands.execute('docmanager:open', { path: model.path });
  pages.find(({ content }) => content.model === model)?.dispose();
  Notification.success(trans.__('Updated. Your copy from before is kept as “%1”.', kept), {
    autoClose: 8000
  });
}

function isCopy({ context }: NotebookPanel): boolean {
  const about = context.model.getMetadata('lyceum') as { copied?: unknown } | undefined;
  return !!about?.copied;
}

/** The path of a file in the home folder; null of one that is elsewhere. */
function localPath({ serviceManager: { contents } }: JupyterFrontEnd, path: string): string | null {
  return ['', 'RTC'].includes(contents.driveName(path)) ? contents.localPath(path) : null;
}
