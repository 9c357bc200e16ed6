/** The run form as a dialog that stays open until its job is accepted or given up. */
import React from 'react';
import { VDomRenderer } from '@jupyterlab/ui-components';

import { StayingDialog } from '../parts/dialog';
import { trans } from '../words';
import { Form } from './form';
import type { FormModel } from './model';
import type { Outcome } from './submission';

/** Show the form and return what came of it, or null. */
export async function openForm(model: FormModel): Promise<Outcome | null> {
  const body = new FormBody(model, () => dialog.reject());
  const dialog = new StayingDialog(
    model.isEdit ? trans.__('Change the schedule') : trans.__('Run as job'),
    body
  );
  void model.load();
  await dialog.launch();
  return model.outcome;
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
