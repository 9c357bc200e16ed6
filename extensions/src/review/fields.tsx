/** The fields that a proposal changes, each with what people say about it. */
import React, { useState } from 'react';
import type { IRenderMimeRegistry } from '@jupyterlab/rendermime';

import { trans } from '../words';
import type { FieldChange } from './api';
import { Comments, Write } from './comments';
import { Change } from './difference';
import type { ProposalModel } from './proposal';

export interface FieldsProps {
  model: ProposalModel;
  rendermime: IRenderMimeRegistry;
}

export function Fields({ model, rendermime }: FieldsProps): JSX.Element {
  const isNew = model.proposal!.base_version === null;
  const { fields, notebook } = model.shown!.changes;
  if (!fields.length) {
    return (
      <p className="lyc-Quiet">
        {notebook ? trans.__('No other field changes.') : trans.__('Nothing changes.')}
      </p>
    );
  }
  return (
    <div className="lyc-Changes">
      {!isNew && (
        <div className="lyc-Changes-head" aria-hidden="true">
          <span>{trans.__('Before')}</span>
          <span>{trans.__('Now')}</span>
        </div>
      )}
      {fields.map(change => (
        <Field
          key={change.field}
          model={model}
          change={change}
          isNew={isNew}
          rendermime={rendermime}
        />
      ))}
    </div>
  );
}

interface FieldProps extends FieldsProps {
  change: FieldChange;
  isNew: boolean;
}

function Field({ model, change, isNew, rendermime }: FieldProps): JSX.Element {
  const [isWriting, setWriting] = useState(false);
  const { field, label } = change;
  const said = model.comments.filter(comment => comment.field === field);
  const send = async (text: string) => {
    const isTaken = await model.comment(field, text);
    setWriting(!isTaken);
    return isTaken;
  };
  return (
    <section className="lyc-Changes-field" aria-label={label}>
      <div className="lyc-Changes-label">
        <h3>{label}</h3>
        {!isWriting && (
          <button
            className="lyc-Link"
            aria-label={trans.__('Comment on %1', label)}
            onClick={() => setWriting(true)}
          >
            {trans.__('Comment')}
          </button>
        )}
      </div>
      <Change change={change} isNew={isNew} rendermime={rendermime} />
      <Comments comments={said} />
      {isWriting && (
        <Write
          label={trans.__('Comment on %1', label)}
          verb={trans.__('Comment')}
          isBusy={model.isBusy}
          isFirst
          onCancel={() => setWriting(false)}
          onSend={send}
        />
      )}
    </section>
  );
}
