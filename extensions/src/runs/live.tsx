/** A page about one thing that lives: loaded at once, and again whenever it is shown. */
import React from 'react';
import { VDomRenderer } from '@jupyterlab/ui-components';
import type { Message } from '@lumino/messaging';

import { runsIcon } from '../icons';
import type { FreshModel } from '../parts/fresh';
import { Skeletons, Trouble } from '../parts/states';

export abstract class LivePage<Model extends FreshModel> extends VDomRenderer<Model> {
  constructor(model: Model, label: string) {
    super(model);
    this.addClass('lyc-Page');
    this.title.icon = runsIcon;
    this.title.label = label;
    model.isSeen = () => !this.isLoaded || this.isVisible;
    model.stateChanged.connect(() => this.isLoaded && this.retitle());
    void model.refresh();
  }

  override dispose(): void {
    this.model.dispose();
    super.dispose();
  }

  protected override onAfterShow(message: Message): void {
    super.onAfterShow(message);
    void this.model.refresh();
  }

  protected override render(): JSX.Element {
    const { problem } = this.model;
    if (this.isLoaded) {
      return this.content();
    }
    return problem ? (
      <Trouble problem={problem} what="runs" retry={() => void this.model.refresh()} />
    ) : (
      <Skeletons number={3} height={96} />
    );
  }

  /** Whether there is something to show. */
  protected abstract get isLoaded(): boolean;

  /** What it shows once it is loaded. */
  protected abstract content(): JSX.Element;

  /** Name its tab after what was loaded. */
  protected abstract retitle(): void;
}
