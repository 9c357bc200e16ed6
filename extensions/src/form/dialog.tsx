/** The run form as a dialog that stays open until its job is accepted or given up. */
import React from 'react';
import { Dialog } from '@jupyterlab/apputils';
import { VDomRenderer } from '@jupyterlab/ui-components';

import { Form } from './form';
import type { FormModel } from './model';
import type { Outcome } from './submission';

/** Show the form and return what came of it, or null. */
export async function openForm(model: FormModel): Promise<Outcome | null> {
  const body = new FormBody(model, () => dialog.reject());
  const dialog = new FormDialog({
    title: model.isEdit ? 'Change the schedule' : 'Run as job',
    body,
    buttons: [],
    hasClose: true,
    focusNodeSelector: 'input'
  });
  dialog.addClass('lyc-FormDialog');
  void model.load();
  await dialog.launch();
  return model.outcome;
}

/**
 * A dialog that a click beside it does not close: nothing typed is lost by a slip. What happens in a
 * dialog above it is not its business.
 */
class FormDialog extends Dialog<unknown> {
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

class FormBody extends VDomRenderer<FormModel> {
  constructor(
    model: FormModel,
    private readonly dismiss: () => void
  ) {
    super(model);
    model.stateChanged.connect(this.closeWhenDone, this);
  }

  protected override render(): JSX.Element {
    return <Form model={this.model} onCancel={this.dismiss} />;
  }

  override dispose(): void {
    this.model.dispose();
    super.dispose();
  }

  private closeWhenDone(): void {
    if (this.model.outcome) {
      this.dismiss();
    }
  }
}
