/** The foot of the editor: what is to be mended, what it is about, and asking for a review. */
import React from 'react';

import { count } from '../parts/quantity';
import { trans } from '../words';
import { rich } from '../parts/rich';
import { said } from './findings';
import type { EditorModel } from './model';

interface FootProps {
  model: EditorModel;
  onSubmitted: () => void;
}

export function Foot({ model, onSubmitted }: FootProps): JSX.Element {
  const { stored, saving } = model;
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
        {rich(
          'What is it about? %1',
          <span className="lyc-Quiet">{trans.__('Its steward reads this first.')}</span>
        )}
      </label>
      <input
        id={`lyc-summary-${model.key}`}
        className="jp-mod-styled lyc-Input"
        type="text"
        maxLength={1000}
        value={model.summary}
        onChange={event => model.summarise(event.target.value)}
      />
      {stored.author ? (
        <p className="lyc-Quiet">
          {rich('What you change is saved; %1 submits it for review.', stored.author)}
        </p>
      ) : (
        <div className="lyc-Buttons">
          <button
            type="button"
            className="jp-mod-styled jp-mod-accept lyc-Button"
            disabled={!!stored.theirs || (stored.isInReview && saving.keeping === 'saved')}
            onClick={event => void submit(event.currentTarget.closest('article')!)}
          >
            {trans.__('Submit for review')}
          </button>
        </div>
      )}
    </footer>
  );
}

/** What is to be mended before it can be reviewed. */
function Missing({ model }: { model: EditorModel }): JSX.Element | null {
  const { all: findings } = model.findings;
  return findings.length ? (
    <details className="lyc-More" open={model.findings.isStrict}>
      <summary>
        {rich(
          '%1 to mend before it can be reviewed',
          count(findings.length, '%1 thing', '%1 things')
        )}
      </summary>
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
