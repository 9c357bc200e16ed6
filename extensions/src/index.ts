/** The JupyterLab front end of Lyceum: one plugin a feature. */
import { catalogPlugin } from './catalog/plugin';
import { cullingPlugin } from './culling/plugin';
import { editorPlugin } from './editor/plugin';
import { entryPlugin } from './entry/plugin';
import { formPlugin } from './form/plugin';
import { gpuPlugin } from './gpu/plugin';
import { reviewPlugin } from './review/plugin';
import { runsPlugin } from './runs/plugin';
import { templatesPlugin } from './templates/plugin';

export default [
  catalogPlugin,
  entryPlugin,
  templatesPlugin,
  runsPlugin,
  formPlugin,
  reviewPlugin,
  editorPlugin,
  cullingPlugin,
  gpuPlugin
];
