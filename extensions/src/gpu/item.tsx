/** The item of the status bar that shows how one's own GPUs are used. */
import React from 'react';
import { TextItem } from '@jupyterlab/statusbar';
import { VDomRenderer } from '@jupyterlab/ui-components';

import type { GpusModel } from './model';
import { inFull, inShort } from './words';

export class GpuItem extends VDomRenderer<GpusModel> {
  protected override render(): JSX.Element | null {
    const { gpus } = this.model;
    return gpus.length ? <TextItem source={inShort(gpus)} title={inFull(gpus)} /> : null;
  }
}
