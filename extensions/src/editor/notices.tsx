/** What one has to know while one writes: conflicts, why it was sent back, what stands in the way of saving. */
import React from 'react';
import type { IRenderMimeRegistry } from '@jupyterlab/rendermime';

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
      {stored.isBehind && (
        <p className="lyc-Notification">
          {proposal!.entry} is at version {proposal!.present_version} by now, so this cannot be
          published as it is.{' '}
          <button type="button" className="lyc-Link" onClick={() => model.catchUp()}>
            Make it a change of version {proposal!.present_version}
          </button>
          ; what differs from that is shown to you before you submit it.
        </p>
      )}
      {stored.isInReview && saving.keeping === 'saved' && (
        <p className="lyc-Notification">
          It waits for review. As soon as you change it, it is a draft again, until you submit it
          anew.
        </p>
      )}
      {view === 'form' && text.isWrong && (
        <p className="lyc-Notification" role="alert">
          The text cannot be read, so the form shows it as it was before. {said(text.findings[0])}
        </p>
      )}
      {saving.keeping === 'refused' && !theirs && (
        <p className="lyc-Notification" role="alert">
          It is not saved as a draft: {saving.problem!.message} What you typed is kept in this
          browser.
        </p>
      )}
    </>
  );
}
