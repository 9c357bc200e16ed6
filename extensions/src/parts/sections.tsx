/** What panels of several sections share: each section a list that waits, breaks and comes back in the same way. */
import React from 'react';
import { PanelWithToolbar, SidePanel, VDomRenderer, type LabIcon } from '@jupyterlab/ui-components';
import type { Message } from '@lumino/messaging';

import type { FreshModel } from './fresh';
import { moveFocus } from './keys';
import { Skeletons, Stale, Trouble } from './states';

export abstract class SectionsPanel<Model extends FreshModel> extends SidePanel {
  constructor(
    protected readonly model: Model,
    id: string,
    icon: LabIcon,
    label: string
  ) {
    super();
    this.id = id;
    this.addClass('lyc-Panel');
    this.title.icon = icon;
    this.node.setAttribute('role', 'region');
    this.node.setAttribute('aria-label', label);
  }

  protected addSection(title: string, list: VDomRenderer<Model>): void {
    const panel = new PanelWithToolbar();
    panel.title.label = title;
    panel.addWidget(list);
    this.addWidget(panel);
  }

  protected override onAfterShow(message: Message): void {
    super.onAfterShow(message);
    void this.model.refresh();
  }
}

export abstract class SectionList<Model extends FreshModel, Actions> extends VDomRenderer<Model> {
  constructor(
    model: Model,
    protected readonly actions: Actions
  ) {
    super(model);
    this.addClass('lyc-Section');
  }

  /** What it lists, in a word. */
  protected abstract readonly what: string;

  /** Whether there is something to show. */
  protected abstract get isLoaded(): boolean;

  protected abstract list(): JSX.Element;

  protected override render(): JSX.Element {
    const { problem } = this.model;
    if (this.isLoaded) {
      return (
        <div onKeyDown={moveFocus}>
          <Stale problem={problem} />
          {this.list()}
        </div>
      );
    }
    return problem ? (
      <Trouble problem={problem} what={this.what} retry={() => void this.model.refresh()} />
    ) : (
      <Skeletons number={3} height={48} />
    );
  }
}
