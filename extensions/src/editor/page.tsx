/** The editor's page: the record as a form or as text, whether it is kept, and asking for a review. */
import React from 'react';
import type { IEditorServices } from '@jupyterlab/codeeditor';
import type { IRenderMimeRegistry } from '@jupyterlab/rendermime';
import { VDomRenderer } from '@jupyterlab/ui-components';

import { reviewIcon } from '../icons';
import { Skeletons, Trouble } from '../parts/states';
import { asText } from '../parts/value';
import { trans } from '../words';
import { Foot } from './foot';
import { Form } from './form';
import type { EditorModel, View } from './model';
import { Notices } from './notices';
import type { Keeping } from './saving';
import { TextView } from './text';

export interface EditorContext {
  rendermime: IRenderMimeRegistry;
  editors: IEditorServices;
  /** Called once the proposal waits for review. */
  submitted: (model: EditorModel) => void;
}

export class EditorPage extends VDomRenderer<EditorModel> {
  constructor(
    model: EditorModel,
    private readonly context: EditorContext
  ) {
    super(model);
    this.addClass('lyc-Page');
    this.title.icon = reviewIcon;
    this.title.label = trans.__('Entry');
    model.stateChanged.connect(() => this.retitle());
    void model.load();
  }

  override dispose(): void {
    this.model.dispose();
    super.dispose();
  }

  protected override render(): JSX.Element {
    const { model, context } = this;
    if (!model.record) {
      return model.problem ? (
        <Trouble
          problem={model.problem}
          what={trans.__('this entry')}
          retry={() => void model.load()}
        />
      ) : (
        <Skeletons number={3} height={96} />
      );
    }
    return (
      <article className="lyc-Article lyc-Editor" aria-label={headingOf(model)}>
        <Head model={model} />
        <Notices model={model} rendermime={context.rendermime} />
        {model.view === 'form' && <Form model={model} rendermime={context.rendermime} />}
        {model.view === 'text' &&
          (model.text.source === null ? (
            <Skeletons number={1} height={320} />
          ) : (
            <TextView model={model} editors={context.editors} />
          ))}
        <Foot model={model} onSubmitted={() => context.submitted(model)} />
      </article>
    );
  }

  private retitle(): void {
    const { model } = this;
    if (model.record) {
      this.title.label = headingOf(model);
      this.title.caption = trans.__(
        '%1: %2',
        headingOf(model),
        keepingWords()[model.saving.keeping]
      );
      this.title.className = model.saving.isHereOnly ? 'jp-mod-dirty' : '';
    }
  }
}

function headingOf(model: EditorModel): string {
  const name = asText(model.record!.name ?? '');
  if (!model.stored.isNew) {
    return trans.__('Change %1', name);
  }
  const title =
    model.kind === 'template' ? trans.__('New template %1', name) : trans.__('New entry %1', name);
  return title.trim();
}

const keepingWords = (): Record<Keeping, string> => ({
  unchanged: trans.__('nothing changed yet'),
  here: trans.__('kept in this browser until nothing is missing'),
  saving: trans.__('saving…'),
  saved: trans.__('saved as a draft'),
  refused: trans.__('kept in this browser only'),
  offline: trans.__('kept in this browser, and saved once the service answers')
});

function Head({ model }: { model: EditorModel }): JSX.Element {
  const { stored, saving } = model;
  return (
    <header className="lyc-Article-head">
      <div>
        <h1>{headingOf(model)}</h1>
        <p className="lyc-Quiet" role="status">
          {stored.isInReview && saving.keeping === 'saved'
            ? trans.__('in review')
            : keepingWords()[saving.keeping]}
        </p>
      </div>
      <div className="lyc-Editor-views" role="group" aria-label={trans.__('Show it as')}>
        <ViewButton model={model} view="form" label={trans.__('Form')} />
        <ViewButton model={model} view="text" label="YAML" />
      </div>
    </header>
  );
}

function ViewButton({ model, view, label }: { model: EditorModel; view: View; label: string }) {
  return (
    <button
      type="button"
      className="jp-mod-styled lyc-Button"
      aria-pressed={model.view === view}
      onClick={() => void model.show(view)}
    >
      {label}
    </button>
  );
}
