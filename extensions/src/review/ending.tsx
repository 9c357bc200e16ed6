/** Deprecating or retiring an entry: why, what to use instead, who and what depends on it, and telling them. */
import React, { useEffect, useState } from 'react';
import { ReactWidget } from '@jupyterlab/apputils';

import { Field } from '../form/field';
import { StayingDialog } from '../parts/dialog';
import { count } from '../parts/quantity';
import { When } from '../parts/time';
import { asProblem, type Service } from '../request';
import { fetchDependents, move, type Dependents } from './api';

export type Ending = 'deprecate' | 'retire';

const WORDS = {
  deprecate: {
    title: 'Deprecate',
    says: 'It stays in the catalog and can be read. Everybody who finds it reads the reason, and what to use instead.'
  },
  retire: {
    title: 'Retire',
    says: 'It is found no longer, and loading it fails with the reason. Its versions are kept, and it can be restored.'
  }
};

/** Show the dialog and return whether the entry was moved. */
export async function end(service: Service, entry: string, step: Ending): Promise<boolean> {
  let isDone = false;
  const close = (done: boolean) => {
    isDone = done;
    dialog.reject();
  };
  const body = ReactWidget.create(
    <EndForm service={service} entry={entry} step={step} onClose={close} />
  );
  const dialog = new StayingDialog(`${WORDS[step].title} “${entry}”`, body, 'textarea');
  await dialog.launch();
  return isDone;
}

interface EndFormProps {
  service: Service;
  entry: string;
  step: Ending;
  onClose: (isDone: boolean) => void;
}

function EndForm({ service, entry, step, onClose }: EndFormProps): JSX.Element {
  const [reason, setReason] = useState('');
  const [successor, setSuccessor] = useState('');
  const [tell, setTell] = useState(true);
  const [errors, setErrors] = useState<Record<string, string>>({});
  const [isBusy, setBusy] = useState(false);
  const hasSuccessor = step === 'deprecate' && successor.trim();
  const send = async () => {
    setBusy(true);
    try {
      const named = hasSuccessor ? { successor: successor.trim() } : {};
      await move(service, entry, step, { reason: reason.trim(), tell, ...named });
      onClose(true);
    } catch (error) {
      setErrors(asProblem(error).byField());
      setBusy(false);
    }
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
        <p className="lyc-Form-says">{WORDS[step].says}</p>
        <Field label="Why?" error={errors.reason}>
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
          <Field label="Use instead" note="the name of an entry" error={errors.successor}>
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
        <Depends service={service} entry={entry} />
        <Field label="Tell them" inline hint="The reason comes into their inboxes.">
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
        <button type="button" className="jp-mod-styled lyc-Button" onClick={() => onClose(false)}>
          Cancel
        </button>
        <button
          className="jp-mod-styled jp-mod-accept jp-mod-warn lyc-Button"
          disabled={isBusy || !reason.trim()}
        >
          {WORDS[step].title}
        </button>
      </div>
    </form>
  );
}

/** Who loads the entry, and what is made with it. */
function Depends({ service, entry }: { service: Service; entry: string }): JSX.Element {
  const [found, setFound] = useState<Dependents | null>(null);
  const [trouble, setTrouble] = useState('');
  useEffect(() => {
    fetchDependents(service, entry).then(setFound, error => setTrouble(asProblem(error).message));
  }, [service, entry]);
  return (
    <section className="lyc-Depends" aria-label="Who and what depends on it">
      <h3>Who and what depends on it</h3>
      <div role="status">
        {trouble && <p className="lyc-Quiet">It cannot be told just now. {trouble}</p>}
        {!found && !trouble && <p className="lyc-Quiet">Looking…</p>}
        {found && <Found dependents={found} />}
      </div>
    </section>
  );
}

function Found({ dependents: { people, jobs, entries } }: { dependents: Dependents }) {
  if (!people.length && !jobs.length && !entries.length) {
    return <p className="lyc-Quiet">Nobody loads it, and nothing is made from it.</p>;
  }
  return (
    <ul className="lyc-Plain">
      {people.map(({ person, loads, last_at: at }) => (
        <li key={`person ${person}`}>
          <strong>{person}</strong>
          <span className="lyc-Quiet">
            {count(loads, 'load')}, last <When instant={at} />
          </span>
        </li>
      ))}
      {jobs.map(({ name, owner, schedule, last_at: at }, i) => (
        <li key={`job ${i}`}>
          <strong>{name}</strong>
          <span className="lyc-Quiet">
            {schedule ? 'scheduled job' : 'job'} of {owner}, last <When instant={at} />
          </span>
        </li>
      ))}
      {entries.map(name => (
        <li key={`entry ${name}`}>
          <strong>{name}</strong>
          <span className="lyc-Quiet">entry made from it</span>
        </li>
      ))}
    </ul>
  );
}
