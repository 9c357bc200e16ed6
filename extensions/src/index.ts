/** The JupyterLab front end of Lyceum: one plugin a feature. */
import type { JupyterFrontEnd, JupyterFrontEndPlugin } from '@jupyterlab/application';
import { ITranslator } from '@jupyterlab/translation';

import { catalogPlugin } from './catalog/plugin';
import { cullingPlugin } from './culling/plugin';
import { editorPlugin } from './editor/plugin';
import { entryPlugin } from './entry/plugin';
import { formPlugin } from './form/plugin';
import { gpuPlugin } from './gpu/plugin';
import { learnPlugin } from './learn/plugin';
import { packagesPlugin } from './packages/plugin';
import { reviewPlugin } from './review/plugin';
import { roomPlugin } from './room/plugin';
import { runsPlugin } from './runs/plugin';
import { templatesPlugin } from './templates/plugin';
import { updatesPlugin } from './updates/plugin';
import { speak } from './words';

const plugins = [
  catalogPlugin,
  entryPlugin,
  templatesPlugin,
  learnPlugin,
  runsPlugin,
  formPlugin,
  reviewPlugin,
  editorPlugin,
  cullingPlugin,
  gpuPlugin,
  roomPlugin,
  packagesPlugin,
  updatesPlugin
];

/** Return a plugin that is activated once its words are known. */
function speaking<T>(plugin: JupyterFrontEndPlugin<T>): JupyterFrontEndPlugin<T> {
  return {
    ...plugin,
    requires: [ITranslator, ...(plugin.requires ?? [])],
    activate: (app: JupyterFrontEnd, translator: ITranslator, ...services: unknown[]) => {
      speak(translator);
      return plugin.activate(app, ...services);
    }
  };
}

export default plugins.map(plugin => speaking<unknown>(plugin));
