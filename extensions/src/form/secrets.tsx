/** Secrets a run is given, by name; their values are typed once and never shown. */
import React, { useEffect, useId, useRef, useState } from 'react';

import { asProblem } from '../request';
import { trans } from '../words';
import { rich } from '../parts/rich';
import { Field } from './field';
import { Tick, Ticks, toggled } from './inputs';
import type { FormModel } from './model';

export function Secrets({ model }: { model: FormModel }): JSX.Element {
  const [isAdding, setAdding] = useState(false);
  const { secrets } = model.fields;
  const names = [...new Set([...model.offers.secrets, ...secrets])].sort();
  const keep = async (name: string, value: string) => {
    await model.offers.keepSecret(name, value);
    model.set({ secrets: [...new Set([...model.fields.secrets, name])] });
  };
  return (
    <div className="lyc-Group">
      {names.length > 0 && (
        <Ticks legend={trans.__('Secrets')} error={model.errors['secrets']}>
          {names.map(name => (
            <span key={name} className="lyc-Forget">
              <Tick
                label={name}
                checked={secrets.includes(name)}
                onChange={isIn => model.set({ secrets: toggled(secrets, name, isIn) })}
              />
              {model.offers.secrets.includes(name) && <Forget model={model} name={name} />}
            </span>
          ))}
        </Ticks>
      )}
      <button type="button" className="jp-mod-styled lyc-Button" onClick={() => setAdding(true)}>
        {trans.__('Add a secret…')}
      </button>
      {isAdding && <SecretDialog names={names} keep={keep} close={() => setAdding(false)} />}
    </div>
  );
}

/** Removes a secret from the home folder, asked twice: nobody can bring its value back. */
function Forget({ model, name }: { model: FormModel; name: string }): JSX.Element {
  const [isSure, setSure] = useState(false);
  const forget = async () => {
    model.set({ secrets: toggled(model.fields.secrets, name, false) });
    await model.offers.forgetSecret(name).catch(error => model.setError('secrets', error));
  };
  return (
    <button
      type="button"
      className="lyc-Toggle"
      aria-label={isSure ? trans.__('Really forget %1', name) : trans.__('Forget %1', name)}
      title={trans.__('What names it will fail from then on')}
      onBlur={() => setSure(false)}
      onClick={() => (isSure ? void forget() : setSure(true))}
    >
      {isSure ? trans.__('Really forget it') : trans.__('Forget')}
    </button>
  );
}

interface SecretDialogProps {
  names: string[];
  keep: (name: string, value: string) => Promise<void>;
  close: () => void;
}

/** A dialog over the form's own: Lab shows one dialog of its own at a time. */
function SecretDialog({ names, keep, close }: SecretDialogProps): JSX.Element {
  const dialog = useRef<HTMLDialogElement>(null);
  const title = useId();
  const [name, setName] = useState('');
  const [value, setValue] = useState('');
  const [errors, setErrors] = useState<Record<string, string>>({});
  useEffect(() => dialog.current?.showModal(), []);
  const submit = async () => {
    try {
      await keep(name.trim(), value);
      close();
    } catch (error) {
      setErrors(asProblem(error).byField());
    }
  };
  const onEnter = (event: React.KeyboardEvent) => {
    if (event.key === 'Enter' && event.target instanceof HTMLInputElement) {
      event.preventDefault(); // the form around it is not meant
      void submit();
    }
  };
  return (
    <dialog
      ref={dialog}
      className="lyc-SecretDialog"
      aria-labelledby={title}
      onKeyDown={onEnter}
      onCancel={close}
    >
      <h2 id={title}>{trans.__('Add a secret')}</h2>
      <p>
        {rich(
          'It is kept in your home folder. Notebooks read it with %1; runs hide it in what they print.',
          <code>lyceum_catalog.secret(&quot;NAME&quot;)</code>
        )}
      </p>
      <Field
        label={trans.__('Secret’s name')}
        error={errors['name']}
        hint={
          names.includes(name)
            ? trans.__('Its value will be replaced.')
            : trans.__('Such as DATABASE_PASSWORD.')
        }
      >
        {attributes => (
          <input
            {...attributes}
            type="text"
            maxLength={64}
            spellCheck={false}
            value={name}
            onChange={event => setName(event.target.value.toUpperCase())}
          />
        )}
      </Field>
      <Field label={trans.__('Value')} error={errors['value'] ?? errors['']}>
        {attributes => (
          <input
            {...attributes}
            type="password"
            autoComplete="new-password"
            value={value}
            onChange={event => setValue(event.target.value)}
          />
        )}
      </Field>
      <footer>
        <button type="button" className="jp-mod-styled jp-mod-reject" onClick={close}>
          {trans.__('Cancel')}
        </button>
        <button type="button" className="jp-mod-styled jp-mod-accept" onClick={() => void submit()}>
          {trans.__('Keep')}
        </button>
      </footer>
    </dialog>
  );
}
