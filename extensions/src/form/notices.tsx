/** Whom to tell of a run's end, and of which. */
import React from 'react';

import { trans } from '../words';
import { Field } from './field';
import { blankNotice, type Notice } from './fields';
import { Tick, Ticks } from './inputs';
import type { FormModel } from './model';

const events = () =>
  [
    { name: 'failure', title: trans.__('it fails') },
    { name: 'recovery', title: trans.__('it works again') },
    { name: 'success', title: trans.__('it succeeds') }
  ] as const;

export function Notices({ model }: { model: FormModel }): JSX.Element {
  const { notify } = model.fields;
  return (
    <div className="lyc-Group" role="group" aria-label={trans.__('Messages')}>
      {notify.map((_, row) => (
        <NoticeRow key={row} model={model} row={row} />
      ))}
      <button
        type="button"
        className="jp-mod-styled lyc-Button"
        onClick={() => model.set({ notify: [...notify, blankNotice()] })}
      >
        {notify.length ? trans.__('Tell somebody else') : trans.__('Tell somebody')}
      </button>
    </div>
  );
}

interface RowProps {
  model: FormModel;
  row: number;
}

function NoticeRow({ model, row }: RowProps): JSX.Element {
  const { notify } = model.fields;
  const notice = notify[row];
  const set = (change: Partial<Notice>) =>
    model.set({
      notify: notify.map((other, place) => (place === row ? { ...notice, ...change } : other))
    });
  const remove = () => model.set({ notify: notify.filter((_, other) => other !== row) });
  return (
    <div className="lyc-Notice">
      <Field
        label={trans.__('Tell')}
        error={model.errors[`notify.${row}.to`]}
        action={
          <button type="button" className="lyc-Toggle" onClick={remove}>
            {trans.__('Remove')}
          </button>
        }
      >
        {attributes => (
          <input
            {...attributes}
            type="text"
            spellCheck={false}
            placeholder={trans.__('name@example.org, or https:// for a webhook')}
            value={notice.to}
            onChange={event => set({ to: event.target.value })}
          />
        )}
      </Field>
      <Ticks legend={trans.__('when')} error={model.errors[`notify.${row}`]}>
        {events().map(({ name, title }) => (
          <Tick
            key={name}
            label={title}
            checked={notice[name]}
            onChange={checked => set({ [name]: checked })}
          />
        ))}
      </Ticks>
      <Bound notice={notice} set={set} error={model.errors[`notify.${row}.bound`]} />
    </div>
  );
}

interface BoundProps {
  notice: Notice;
  set: (change: Partial<Notice>) => void;
  error?: string;
}

/** A figure that the notebook records, and the bound it may not cross. */
function Bound({ notice, set, error }: BoundProps): JSX.Element {
  const isOn = !!notice.figure;
  return (
    <div className="lyc-Form-columns lyc-mod-three">
      <Field label={trans.__('or when the figure')}>
        {attributes => (
          <input
            {...attributes}
            type="text"
            maxLength={100}
            spellCheck={false}
            placeholder={trans.__('none')}
            value={notice.figure}
            onChange={event => set({ figure: event.target.value })}
          />
        )}
      </Field>
      {isOn && (
        <>
          <Field label={trans.__('is')}>
            {attributes => (
              <select
                {...attributes}
                value={notice.side}
                onChange={event => set({ side: event.target.value as Notice['side'] })}
              >
                <option value="above">{trans.__('above')}</option>
                <option value="below">{trans.__('below')}</option>
              </select>
            )}
          </Field>
          <Field label={trans.__('Bound')} error={error}>
            {attributes => (
              <input
                {...attributes}
                type="number"
                step="any"
                value={notice.bound}
                onChange={event => set({ bound: event.target.value })}
              />
            )}
          </Field>
        </>
      )}
    </div>
  );
}
