/** The dialog that deprecates or retires an entry: why, what to use instead, who depends on it, and telling them. */
import React, { useState } from 'react';
import { VDomRenderer } from '@jupyterlab/ui-components';

import { Field } from '../form/field';
import { StayingDialog } from '../parts/dialog';
import { trans } from '../words';
import { Depending } from './dependents';
import type { EndingModel } from './ending';

const stepWords = () => ({
  deprecate: {
    title: trans.__('Deprecate'),
    says: trans.__(
      'It stays in the catalog and can be read. Everybody who finds it reads the reason, and what to use instead.'
    )
  },
  retire: {
    title: trans.__('Retire'),
    says: trans.__(
      'It is found no longer, and loading it fails with the reason. Its versions are kept, and it can be restored.'
    )
  }
});

/** Show the dialog and return whether the entry was moved. */
export async function end(model: EndingModel): Promise<boolean> {
  const body = new EndBody(model, () => dialog.reject());
  const title = trans.__('%1 “%2”', stepWords()[model.step].title, model.entry);
  const dialog = new StayingDialog(title, body, 'textarea');
  void model.load();
  await dialog.launch();
  return model.isDone;
}

class EndBody extends VDomRenderer<EndingModel> {
  constructor(
    model: EndingModel,
    private readonly dismiss: () => void
  ) {
    super(model);
    model.stateChanged.connect(() => model.isDone && dismiss());
  }

  protected override render(): JSX.Element {
    return <EndForm model={this.model} onCancel={this.dismiss} />;
  }
}

interface EndFormProps {
  model: EndingModel;
  onCancel: () => void;
}

function EndForm({ model, onCancel }: EndFormProps): JSX.Element {
  const { step, errors, isBusy } = model;
  const [reason, setReason] = useState('');
  const [successor, setSuccessor] = useState('');
  const [tell, setTell] = useState(true);
  const send = () => {
    const named = step === 'deprecate' && successor.trim();
    const instead = named ? { successor: named } : {};
    return model.send({ reason: reason.trim(), tell, ...instead });
  };
  return (
    <form
      className="lyc-Form"
      onSubmit={event => {
        event.preventDefault();
        void send();
      }}
    >
      <div className="lyc-Form-body">
        <p className="lyc-Form-says">{stepWords()[step].says}</p>
        <Field label={trans.__('Why?')} error={errors.reason}>
          {bound => (
            <textarea
              {...bound}
              rows={2}
              maxLength={1000}
              value={reason}
              onChange={event => setReason(event.target.value)}
            />
          )}
        </Field>
        {step === 'deprecate' && (
          <Field
            label={trans.__('Use instead')}
            note={trans.__('the name of an entry')}
            error={errors.successor}
          >
            {bound => (
              <input
                {...bound}
                type="text"
                spellCheck={false}
                value={successor}
                onChange={event => setSuccessor(event.target.value)}
              />
            )}
          </Field>
        )}
        <Depending model={model} />
        <Field
          label={trans.__('Tell them')}
          inline
          hint={trans.__('The reason comes into their inboxes.')}
        >
          {bound => (
            <input
              {...bound}
              type="checkbox"
              checked={tell}
              onChange={event => setTell(event.target.checked)}
            />
          )}
        </Field>
      </div>
      {errors[''] && (
        <p className="lyc-Error" role="alert">
          {errors['']}
        </p>
      )}
      <div className="lyc-Form-footer">
        <button type="button" className="jp-mod-styled lyc-Button" onClick={onCancel}>
          {trans.__('Cancel')}
        </button>
        <button
          className="jp-mod-styled jp-mod-accept jp-mod-warn lyc-Button"
          disabled={isBusy || !reason.trim()}
        >
          {stepWords()[step].title}
        </button>
      </div>
    </form>
  );
}
