/** Two texts of one draft: what is typed here, and what somebody else left there meanwhile. */
import React from 'react';
import type { IRenderMimeRegistry } from '@jupyterlab/rendermime';

import { fieldWord } from '../parts/fields';
import { When } from '../parts/time';
import type { Json } from '../request';
import type { FieldChange, Proposal } from '../review/api';
import { Change } from '../review/difference';
import { isSame } from '../review/rows';
import { trans } from '../words';
import { rich } from '../parts/rich';
import type { EditorModel } from './model';
import type { Draft } from './record';

export interface ConflictProps {
  model: EditorModel;
  theirs: Proposal;
  rendermime: IRenderMimeRegistry;
}

export function Conflict({ model, theirs, rendermime }: ConflictProps): JSX.Element {
  const [there, here] = [theirs.record as Draft, model.record!];
  const changes = changesOf(there, here);
  const isOtherNotebook = !isSame(there.notebook, here.notebook);
  return (
    <section
      className="lyc-Notification lyc-Conflict"
      role="alert"
      aria-label={trans.__('Two texts')}
    >
      <p>
        {rich(
          '%1 %2. Nothing is lost: on the left is what is there, on the right what you have here.',
          <strong>{trans.__('This draft was changed elsewhere')}</strong>,
          <When instant={theirs.updated_at} />
        )}
      </p>
      {changes.map(change => (
        <div key={change.field} className="lyc-Changes-field">
          <h3>{change.label}</h3>
          <Change change={change} isNew={false} rendermime={rendermime} />
        </div>
      ))}
      {isOtherNotebook && <p>{trans.__('The notebook is another one, too.')}</p>}
      {!changes.length && !isOtherNotebook && <p>{trans.__('Both say the same.')}</p>}
      <div className="lyc-Buttons">
        <button
          type="button"
          className="jp-mod-styled lyc-Button"
          onClick={() => void model.settle('mine')}
        >
          {trans.__('Keep what I have here')}
        </button>
        <button
          type="button"
          className="jp-mod-styled lyc-Button"
          onClick={() => void model.settle('theirs')}
        >
          {trans.__('Take what is there')}
        </button>
      </div>
    </section>
  );
}

/** Return the fields in which two records differ. */
function changesOf(before: Draft, now: Draft): FieldChange[] {
  const names = new Set([...Object.keys(before), ...Object.keys(now)]);
  return [...names]
    .filter(name => name !== 'notebook' && !isSame(before[name], now[name]))
    .map(field => ({
      field,
      label: fieldWord(field),
      before: before[field] ?? null,
      now: now[field] ?? null,
      kind: kindOf(now[field] ?? before[field])
    }));
}

function kindOf(value: Json): FieldChange['kind'] {
  const isList = Array.isArray(value);
  return isList && value.some(item => typeof item === 'object')
    ? 'table'
    : isList
      ? 'list'
      : 'text';
}
