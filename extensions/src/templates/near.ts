/** The templates nearest to the notebook one has open: asked when it is opened or saved, and while somebody looks. */
import type { DocumentRegistry } from '@jupyterlab/docregistry';
import { PathExt } from '@jupyterlab/coreutils';
import type { INotebookContent } from '@jupyterlab/nbformat';
import type { INotebookTracker, NotebookPanel } from '@jupyterlab/notebook';
import { Signal } from '@lumino/signaling';

import { withoutOutputs } from '../form/source';
import type { Service } from '../request';
import { fetchNear, type Near } from './api';

export class NearModel {
  /** The name of the notebook that the items are near to. */
  notebook = '';
  items: Near[] = [];
  /** Whether somebody looks. */
  isSeen: () => boolean = () => false;
  readonly stateChanged = new Signal<this, void>(this);
  private asked: NotebookPanel | null = null;

  constructor(
    private readonly service: Service,
    private readonly notebooks: INotebookTracker
  ) {
    notebooks.currentChanged.connect(() => this.look());
    notebooks.widgetAdded.connect((_, panel) =>
      panel.context.saveState.connect((_, state) => this.saved(panel, state))
    );
  }

  /** Ask for the notebook one has open, unless it was asked for already. */
  look(): void {
    const panel = this.notebooks.currentWidget;
    if (panel !== this.asked && this.isSeen()) {
      this.asked = panel;
      void this.ask(panel);
    }
  }

  private saved(panel: NotebookPanel, state: DocumentRegistry.SaveState): void {
    if (state === 'completed' && panel === this.asked) {
      this.asked = null;
      this.look();
    }
  }

  /** Ask; where nobody answers nothing is suggested, for nobody asked for it. */
  private async ask(panel: NotebookPanel | null): Promise<void> {
    const title = panel ? PathExt.basename(panel.context.path, '.ipynb') : '';
    const items = panel ? await this.found(panel, title).catch(() => []) : [];
    if (panel === this.asked) {
      this.notebook = title;
      this.items = items;
      this.stateChanged.emit();
    }
  }

  private async found(panel: NotebookPanel, title: string): Promise<Near[]> {
    await panel.context.ready;
    const notebook = withoutOutputs(panel.content.model!.toJSON() as INotebookContent);
    return (await fetchNear(this.service, notebook, title)).items;
  }
}
