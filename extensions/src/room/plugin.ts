/** Wires the page about the room in one's home, which opens by itself where JupyterLab only makes room. */
import type { JupyterFrontEnd, JupyterFrontEndPlugin } from '@jupyterlab/application';
import { Dialog, ICommandPalette, showDialog } from '@jupyterlab/apputils';
import { PageConfig, PathExt, URLExt } from '@jupyterlab/coreutils';

import { commandIds, PALETTE } from '../commands';
import { addPage } from '../parts/pages';
import { attempt } from '../parts/attempt';
import { Service } from '../request';
import { trans } from '../words';
import type { Item } from './api';
import { RoomModel } from './model';
import { RoomPage } from './page';

export const roomPlugin: JupyterFrontEndPlugin<void> = {
  id: 'lyceum_lab:room',
  description: 'Shows what fills the home folder.',
  autoStart: true,
  optional: [ICommandPalette],
  activate
};

function activate(app: JupyterFrontEnd, palette: ICommandPalette | null): void {
  const service = new Service(app.serviceManager.serverSettings);
  const command = commandIds.openRoom;
  addPage(app, null, {
    command,
    namespace: 'lyceum-room',
    label: trans.__('Show What Fills My Home'),
    create: () => pageOf(app, service),
    keyOf: () => 'home',
    argsOf: () => ({})
  });
  palette?.addItem({ command, category: PALETTE });
  if (PageConfig.getOption('lyceumRescue') === 'true') {
    void app.restored.then(() => app.commands.execute(command));
  }
}

function pageOf(app: JupyterFrontEnd, service: Service): RoomPage {
  const model = new RoomModel(service);
  return new RoomPage(model, {
    open: item => void attempt(open(app, model, item)),
    remove: (path, question) => void attempt(remove(model, path, question)),
    restart: () => {
      window.location.href = URLExt.join(
        PageConfig.getOption('hubHost'),
        PageConfig.getOption('hubPrefix'),
        'home'
      );
    }
  });
}

/** Look into a folder, and show a file where the file browser can; its folder where it cannot. */
async function open(app: JupyterFrontEnd, model: RoomModel, { path, is_folder }: Item) {
  const isHidden = path.split('/').some(part => part.startsWith('.'));
  if (is_folder || isHidden) {
    return model.look(is_folder ? path : PathExt.dirname(path));
  }
  await app.commands.execute('filebrowser:go-to-path', { path });
}

async function remove(model: RoomModel, path: string, question: string): Promise<void> {
  const { button } = await showDialog({
    title: trans.__('Delete for good'),
    body: question,
    buttons: [Dialog.cancelButton(), Dialog.warnButton({ label: trans.__('Delete for good') })],
    defaultButton: 0
  });
  if (button.accept) {
    await model.delete(path);
  }
}
