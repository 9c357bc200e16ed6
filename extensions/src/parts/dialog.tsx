/** Dialogs with buttons of their own, which stay open until what they are for is done or given up. */
import { Dialog } from '@jupyterlab/apputils';
import type { Widget } from '@lumino/widgets';

/**
 * A dialog that a click beside it does not close: nothing typed is lost by a slip. What happens in a
 * dialog above it is not its business.
 */
export class StayingDialog extends Dialog<unknown> {
  constructor(title: string, body: Widget, focusNodeSelector = 'input') {
    super({ title, body, buttons: [], hasClose: true, focusNodeSelector });
    this.addClass('lyc-FormDialog');
    this.node.ariaLabel = title;
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
