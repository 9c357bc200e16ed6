/** A page about one thing that lives: loaded at once, and again whenever it is shown. */
import React from 'react';
import { VDomRenderer, type LabIcon } from '@jupyterlab/ui-components';
import type { Message } from '@lumino/messaging';

import type { FreshModel } from './fresh';
import { Skeletons, Trouble } from './states';

export interface LivePageOptions {
  /** The name of its tab until it is loaded. */
  label: string;
  icon: LabIcon;
  /** What cannot be shown while nobody answers: “runs”. */
  what: string;
}

export abstract class LivePage<Model extends FreshModel> extends VDomRenderer<Model> {
  constructor(
    model: Model,
    private readonly live: LivePageOptions
  ) {
    super(model);
    this.addClass('lyc-Page');
    this.title.icon = live.icon;
    this.title.label = live.label;
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
      <Trouble problem={problem} what={this.live.what} retry={() => void this.model.refresh()} />
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
