/** The dialog that asks the owner of an entry for access: what for, and for how long. */
import React, { useState } from 'react';
import { ReactWidget } from '@jupyterlab/ui-components';

import { Field } from '../form/field';
import { StayingDialog } from '../parts/dialog';
import { asProblem, type Service } from '../request';
import { trans } from '../words';
import { requestAccess } from './api';

const terms = (): [number, string][] => [
  [30, trans.__('a month')],
  [90, trans.__('three months')],
  [365, trans.__('a year')]
];

/** Show the dialog and return whether access was asked for. */
export async function askForAccess(service: Service, name: string): Promise<boolean> {
  let isAsked = false;
  const send = async (purpose: string, days: number) => {
    await requestAccess(service, name, purpose, days);
    isAsked = true;
    dialog.reject();
  };
  const body = ReactWidget.create(
    <Form name={name} send={send} onCancel={() => dialog.reject()} />
  );
  const dialog = new StayingDialog(trans.__('Request access'), body, 'textarea');
  await dialog.launch();
  return isAsked;
}

interface FormProps {
  name: string;
  send: (purpose: string, days: number) => Promise<void>;
  onCancel: () => void;
}

function Form({ name, send, onCancel }: FormProps): JSX.Element {
  const [purpose, setPurpose] = useState('');
  const [days, setDays] = useState(terms()[1][0]);
  const [problem, setProblem] = useState('');
  const [isSending, setSending] = useState(false);
  const submit = (event: React.FormEvent) => {
    event.preventDefault();
    setSending(true);
    send(purpose.trim(), days).catch(error => {
      setProblem(asProblem(error).message);
      setSending(false);
    });
  };
  return (
    <form className="lyc-Form" onSubmit={submit}>
      <div className="lyc-Form-body">
        <Field label={trans.__('What do you need “%1” for?', name)} error={problem}>
          {attributes => (
            <textarea
              {...attributes}
              className={`${attributes.className} lyc-mod-prose`}
              rows={4}
              maxLength={2000}
              required
              value={purpose}
              onChange={event => setPurpose(event.target.value)}
            />
          )}
        </Field>
        <Field
          label={trans.__('For how long?')}
          hint={trans.__('Its owner reads this and decides; what they decide is kept.')}
        >
          {attributes => (
            <select {...attributes} value={days} onChange={event => setDays(+event.target.value)}>
              {terms().map(([length, words]) => (
                <option key={length} value={length}>
                  {words}
                </option>
              ))}
            </select>
          )}
        </Field>
      </div>
      <footer className="lyc-Form-footer">
        <button type="button" className="jp-mod-styled jp-mod-reject" onClick={onCancel}>
          {trans.__('Cancel')}
        </button>
        <button className="jp-mod-styled jp-mod-accept" disabled={!purpose.trim() || isSending}>
          {trans.__('Request access')}
        </button>
      </footer>
    </form>
  );
}
