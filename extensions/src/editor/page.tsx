/** The editor's page: the record as a form or as text, whether it is kept, and asking for a review. */
import React from 'react';
import type { IEditorServices } from '@jupyterlab/codeeditor';
import type { IRenderMimeRegistry } from '@jupyterlab/rendermime';
import { VDomRenderer } from '@jupyterlab/ui-components';

import { reviewIcon } from '../icons';
import { count } from '../parts/quantity';
import { Skeletons, Trouble } from '../parts/states';
import { asText } from '../parts/value';
import { Conflict } from './conflict';
import { Form } from './form';
import { said, type EditorModel, type Keeping, type View } from './model';
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
    this.title.label = 'Entry';
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
        <Trouble problem={model.problem} what="this entry" retry={() => void model.load()} />
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
          (model.text === null ? (
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
      const dirty = ['here', 'refused', 'offline'].includes(model.keeping);
      this.title.label = headingOf(model);
      this.title.caption = `${headingOf(model)}: ${KEEPING[model.keeping]}`;
      this.title.className = dirty ? 'jp-mod-dirty' : '';
    }
  }
}

function headingOf(model: EditorModel): string {
  const name = asText(model.record!.name ?? '');
  const kind = model.kind === 'template' ? 'template' : 'entry';
  return model.isNew ? `New ${kind}${name && ` ${name}`}` : `Change ${name}`;
}

const KEEPING: Record<Keeping, string> = {
  unchanged: 'nothing changed yet',
  here: 'kept in this browser until nothing is missing',
  saving: 'saving…',
  saved: 'saved as a draft',
  refused: 'kept in this browser only',
  offline: 'kept in this browser, and saved once the service answers'
};

function Head({ model }: { model: EditorModel }): JSX.Element {
  const { keeping, isInReview } = model;
  return (
    <header className="lyc-Article-head">
      <div>
        <h1>{headingOf(model)}</h1>
        <p className="lyc-Quiet" role="status">
          {isInReview && keeping === 'saved' ? 'in review' : KEEPING[keeping]}
        </p>
      </div>
      <div className="lyc-Editor-views" role="group" aria-label="Show it as">
        <ViewButton model={model} view="form" label="Form" />
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

interface NoticesProps {
  model: EditorModel;
  rendermime: IRenderMimeRegistry;
}

/** What one has to know while one writes. */
function Notices({ model, rendermime }: NoticesProps): JSX.Element {
  const { theirs, problem, keeping, proposal, view, textFindings } = model;
  return (
    <>
      {theirs && <Conflict model={model} theirs={theirs} rendermime={rendermime} />}
      {proposal?.state === 'draft' && proposal.reason && (
        <p className="lyc-Notification" role="note" aria-label="Why it was sent back">
          <strong>{proposal.decided_by ?? 'A steward'} sent it back:</strong> {proposal.reason}
        </p>
      )}
      {model.isResumed && !proposal && (
        <p className="lyc-Notification">
          This is what you typed before.{' '}
          <button type="button" className="lyc-Link" onClick={() => void model.startAnew()}>
            Begin anew
          </button>
        </p>
      )}
      {model.isBehind && (
        <p className="lyc-Notification">
          {proposal!.entry} is at version {proposal!.present_version} by now, so this cannot be
          published as it is.{' '}
          <button type="button" className="lyc-Link" onClick={() => model.catchUp()}>
            Make it a change of version {proposal!.present_version}
          </button>
          ; what differs from that is shown to you before you submit it.
        </p>
      )}
      {model.isInReview && keeping === 'saved' && (
        <p className="lyc-Notification">
          It waits for review. As soon as you change it, it is a draft again, until you submit it
          anew.
        </p>
      )}
      {view === 'form' && textFindings.length > 0 && (
        <p className="lyc-Notification" role="alert">
          The text cannot be read, so the form shows it as it was before. {said(textFindings[0])}
        </p>
      )}
      {problem && keeping === 'refused' && !theirs && (
        <p className="lyc-Notification" role="alert">
          It is not saved as a draft: {problem.message} What you typed is kept in this browser.
        </p>
      )}
    </>
  );
}

interface FootProps {
  model: EditorModel;
  onSubmitted: () => void;
}

function Foot({ model, onSubmitted }: FootProps): JSX.Element {
  const submit = async (root: HTMLElement) => {
    if (await model.submit()) {
      onSubmitted();
    } else {
      requestAnimationFrame(() => focusFirst(root));
    }
  };
  return (
    <footer className="lyc-Editor-foot">
      {model.view === 'form' && <Missing model={model} />}
      <label htmlFor={`lyc-summary-${model.key}`}>
        What is it about? <span className="lyc-Quiet">Its steward reads this first.</span>
      </label>
      <input
        id={`lyc-summary-${model.key}`}
        className="jp-mod-styled lyc-Input"
        type="text"
        maxLength={1000}
        value={model.summary}
        onChange={event => model.summarise(event.target.value)}
      />
      <div className="lyc-Buttons">
        <button
          type="button"
          className="jp-mod-styled jp-mod-accept lyc-Button"
          disabled={!!model.theirs || (model.isInReview && model.keeping === 'saved')}
          onClick={event => void submit(event.currentTarget.closest('article')!)}
        >
          Submit for review
        </button>
      </div>
    </footer>
  );
}

/** What is to be mended before it can be reviewed. */
function Missing({ model }: { model: EditorModel }): JSX.Element | null {
  const { findings } = model;
  return findings.length ? (
    <details className="lyc-More" open={model.isStrict}>
      <summary>{count(findings.length, 'thing')} to mend before it can be reviewed</summary>
      <ul className="lyc-Editor-problems">
        {findings.map((finding, i) => (
          <li key={i}>
            {finding.field && (
              <button
                type="button"
                className="lyc-Link"
                onClick={event =>
                  focusField(event.currentTarget.closest('article')!, finding.field)
                }
              >
                {finding.field}
              </button>
            )}{' '}
            {said(finding)}
          </li>
        ))}
      </ul>
    </details>
  ) : null;
}

function focusFirst(root: HTMLElement): void {
  root.querySelector<HTMLElement>('[aria-invalid=true]')?.focus();
}

/** Move the focus to a field, or to what it is part of. */
function focusField(root: HTMLElement, field: string): void {
  const outer = field.replace(/(\.[^.[\]]+|\[\d+\])$/, '');
  const place = root.querySelector(`[data-field="${CSS.escape(field)}"]`);
  const control = place?.querySelector<HTMLElement>('input, select, textarea, button');
  if (control) {
    control.focus();
  } else if (outer && outer !== field) {
    focusField(root, outer);
  }
}
