/** Dialogs: their names, and those with buttons of their own, which stay open until they are done with or given up. */
import type { JupyterFrontEndPlugin } from '@jupyterlab/application';
import { Dialog } from '@jupyterlab/apputils';
import type { Widget } from '@lumino/widgets';

export const dialogsPlugin: JupyterFrontEndPlugin<void> = {
  id: 'lyceum_lab:dialogs',
  description: 'Names dialogs to screen readers by what stands above them.',
  autoStart: true,
  activate: () => void Dialog.tracker.widgetAdded.connect((_, dialog) => name(dialog))
};

/** JupyterLab names only those dialogs that hold no more than a sentence. */
function name({ node }: Dialog<unknown>): void {
  node.ariaLabel ??= node.querySelector('.jp-Dialog-header')?.textContent ?? null;
}

/**
 * A dialog that a click beside it does not close: nothing typed is lost by a slip. What happens in a
 * dialog above it is not its business.
 */
export class StayingDialog extends Dialog<unknown> {
  constructor(title: string, body: Widget, focusNodeSelector = 'input') {
    super({ title, body, buttons: [], hasClose: true, focusNodeSelector });
    this.addClass('lyc-FormDialog');
  }

  override handleEvent(event: Event): void {
    const { target, type } = event;
    const isBeside = type === 'click' && target === this.node;
    const above =
      target instanceof Element && this.node.contains(target) && target.closest('dialog');
    if (!isBeside && (!above || above === this.node)) {
      super.handleEvent(event);
    }
  }
}
