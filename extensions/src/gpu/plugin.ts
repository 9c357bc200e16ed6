/** Wires the status bar's item about one's own GPUs, which is not there where one has none. */
import type { JupyterFrontEnd, JupyterFrontEndPlugin } from '@jupyterlab/application';
import { IStatusBar } from '@jupyterlab/statusbar';
import { Signal } from '@lumino/signaling';

import { Service } from '../request';
import { GpuItem } from './item';
import { GpusModel } from './model';

export const gpuPlugin: JupyterFrontEndPlugin<void> = {
  id: 'lyceum_lab:gpu',
  description: 'Shows how one’s own GPUs are used.',
  autoStart: true,
  requires: [IStatusBar],
  activate
};

function activate(app: JupyterFrontEnd, statusBar: IStatusBar): void {
  const model = new GpusModel(new Service(app.serviceManager.serverSettings));
  const changed = new Signal<GpusModel, void>(model);
  model.stateChanged.connect(() => changed.emit());
  statusBar.registerStatusItem(gpuPlugin.id, {
    item: new GpuItem(model),
    align: 'left',
    rank: 10,
    isActive: () => model.gpus.length > 0,
    activeStateChanged: changed
  });
  void app.restored.then(() => model.refresh());
}
