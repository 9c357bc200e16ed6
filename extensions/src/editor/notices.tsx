/** What one has to know while one writes: conflicts, why it was sent back, what stands in the way of saving. */
import React from 'react';
import type { IRenderMimeRegistry } from '@jupyterlab/rendermime';

import { trans } from '../words';
import { rich } from '../parts/rich';
import { Conflict } from './conflict';
import { said } from './findings';
import type { EditorModel } from './model';

interface NoticesProps {
  model: EditorModel;
  rendermime: IRenderMimeRegistry;
}

export function Notices({ model, rendermime }: NoticesProps): JSX.Element {
  const { stored, saving, text, view } = model;
  const { theirs, proposal } = stored;
  return (
    <>
      {theirs && <Conflict model={model} theirs={theirs} rendermime={rendermime} />}
      {proposal?.state === 'draft' && proposal.reason && (
        <p className="lyc-Notification" role="note" aria-label={trans.__('Why it was sent back')}>
          {rich(
            '%1 sent it back: %2',
            <strong>{proposal.decided_by ?? trans.__('A steward')}</strong>,
            proposal.reason
          )}
        </p>
      )}
      {model.isResumed && !proposal && (
        <p className="lyc-Notification">
          {trans.__('This is what you typed before.')}{' '}
          <button type="button" className="lyc-Link" onClick={() => void model.startAnew()}>
            {trans.__('Begin anew')}
          </button>
        </p>
      )}
      {stored.isBehind && (
        <p className="lyc-Notification">
          {rich(
            '%1 is at version %2 by now, so this cannot be published as it is. %3; what differs from that is shown to you before you submit it.',
            proposal!.entry,
            proposal!.present_version,
            <button type="button" className="lyc-Link" onClick={() => model.catchUp()}>
              {rich('Make it a change of version %1', proposal!.present_version)}
            </button>
          )}
        </p>
      )}
      {stored.isInReview && saving.keeping === 'saved' && (
        <p className="lyc-Notification">
          {trans.__(
            'It waits for review. As soon as you change it, it is a draft again, until you submit it anew.'
          )}
        </p>
      )}
      {view === 'form' && text.isWrong && (
        <p className="lyc-Notification" role="alert">
          {rich(
            'The text cannot be read, so the form shows it as it was before. %1',
            said(text.findings[0])
          )}
        </p>
      )}
      {saving.keeping === 'refused' && !theirs && (
        <p className="lyc-Notification" role="alert">
          {rich(
            'It is not saved as a draft: %1 What you typed is kept in this browser.',
            saving.problem!.message
          )}
        </p>
      )}
    </>
  );
}
