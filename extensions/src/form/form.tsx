/** The run form: what, with which parameters, where, and when. */
import React, { useEffect, useRef } from 'react';

import { Skeletons, Trouble } from '../parts/states';
import type { Parameter } from './api';
import { Field } from './field';
import type { FormModel } from './model';
import { Timing } from './schedule';
import { shown } from './values';

export interface FormProps {
  model: FormModel;
  onCancel: () => void;
}

export function Form({ model, onCancel }: FormProps): JSX.Element {
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => {
    form.current?.querySelector<HTMLElement>('[aria-invalid=true]')?.focus();
  }, [model.refusals]);
  const submit = (event: React.FormEvent) => {
    event.preventDefault();
    void model.submit();
  };
  return (
    <form ref={form} className="lyc-Form" noValidate autoComplete="off" onSubmit={submit}>
      {model.problem ? (
        <Trouble problem={model.problem} what="jobs" retry={() => void model.load()} />
      ) : (
        <Body model={model} />
      )}
      {model.errors[''] && (
        <p className="lyc-Error" role="alert">
          {model.errors['']}
        </p>
      )}
      <footer className="lyc-Form-footer">
        <button type="button" className="jp-mod-styled jp-mod-reject" onClick={onCancel}>
          Cancel
        </button>
        <button
          type="submit"
          className="jp-mod-styled jp-mod-accept"
          disabled={!model.source || model.isBusy}
        >
          {model.fields.when === 'now' ? 'Run' : 'Schedule'}
        </button>
      </footer>
    </form>
  );
}

function Body({ model }: { model: FormModel }): JSX.Element {
  const { fields, errors } = model;
  return (
    <div className="lyc-Form-body">
      <Field label="Name" error={errors['name']}>
        {attributes => (
          <input
            {...attributes}
            type="text"
            maxLength={200}
            value={fields.name}
            onChange={event => model.set({ name: event.target.value })}
          />
        )}
      </Field>
      {model.source ? <Parameters model={model} /> : <Skeletons number={2} height={40} />}
      {model.profiles.length > 1 && <Profiles model={model} />}
      <Timing model={model} />
    </div>
  );
}

function Parameters({ model }: { model: FormModel }): JSX.Element {
  const parameters = model.source?.parameters ?? [];
  return parameters.length ? (
    <fieldset>
      <legend>Parameters</legend>
      {parameters.map(parameter => (
        <ParameterField key={parameter.name} parameter={parameter} model={model} />
      ))}
    </fieldset>
  ) : (
    <p className="lyc-Hint">
      This notebook has no parameters. Tag one cell <code>parameters</code> and what it assigns can
      be set here.
    </p>
  );
}

interface ParameterFieldProps {
  parameter: Parameter;
  model: FormModel;
}

function ParameterField({ parameter, model }: ParameterFieldProps): JSX.Element {
  const { name, type, help } = parameter;
  const typed = model.values[name];
  const set = (value: string | boolean) => model.setValue(parameter, value);
  const error = model.errors[`parameters.${name}`];
  const hint = [help, usual(parameter)].filter(Boolean).join(' ');
  if (type === 'boolean') {
    return (
      <Field label={name} hint={hint} error={error} inline>
        {attributes => (
          <input
            {...attributes}
            type="checkbox"
            checked={typed === true}
            onChange={event => set(event.target.checked)}
          />
        )}
      </Field>
    );
  }
  if (parameter.choices?.length) {
    return (
      <Field label={name} hint={hint} error={error}>
        {attributes => (
          <select {...attributes} value={String(typed)} onChange={event => set(event.target.value)}>
            {parameter.choices?.map(choice => {
              const text = String(shown(parameter, choice));
              return (
                <option key={text} value={text}>
                  {text}
                </option>
              );
            })}
          </select>
        )}
      </Field>
    );
  }
  const isJson = ['array', 'object', 'any'].includes(type);
  return (
    <Field label={name} hint={hint} error={error} note={isJson ? 'JSON' : type}>
      {attributes =>
        isJson ? (
          <textarea
            {...attributes}
            rows={Math.min(6, String(typed).split('\n').length + 1)}
            spellCheck={false}
            value={String(typed)}
            onChange={event => set(event.target.value)}
          />
        ) : (
          <input
            {...attributes}
            type={type === 'string' ? 'text' : 'number'}
            step={type === 'integer' ? 1 : 'any'}
            value={String(typed)}
            onChange={event => set(event.target.value)}
          />
        )
      }
    </Field>
  );
}

function usual(parameter: Parameter): string {
  return parameter.default === null ? '' : `(default ${JSON.stringify(parameter.default)})`;
}

function Profiles({ model }: { model: FormModel }): JSX.Element {
  const { profile } = model.fields;
  const chosen = model.profiles.find(({ name }) => name === profile);
  return (
    <Field label="Profile" hint={chosen?.description} error={model.errors['profile']}>
      {attributes => (
        <select
          {...attributes}
          value={profile}
          onChange={event => model.set({ profile: event.target.value })}
        >
          {model.profiles.map(({ name, title }) => (
            <option key={name} value={name}>
              {title}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}
