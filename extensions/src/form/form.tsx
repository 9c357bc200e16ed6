/** The run form: what, with which parameters, where, and when. */
import React, { useEffect, useRef } from 'react';

import { Skeletons, Trouble } from '../parts/states';
import { trans } from '../words';
import { Findings } from './findings';
import { Select, Text } from './inputs';
import type { FormModel } from './model';
import { More } from './more';
import { Parameters } from './parameters';
import { Timing } from './schedule';

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
        <Trouble problem={model.problem} what={trans.__('jobs')} retry={() => void model.load()} />
      ) : (
        <Body model={model} />
      )}
      {model.errors[''] && (
        <p className="lyc-Error" role="alert">
          {model.errors['']}
        </p>
      )}
      {model.warnings.length > 0 && <Findings findings={model.warnings} />}
      <Footer model={model} onCancel={onCancel} />
    </form>
  );
}

/** React 18 knows the attribute as text only, and its types not at all. */
const INERT = { inert: '' };

function Body({ model }: { model: FormModel }): JSX.Element {
  return (
    <div className="lyc-Form-body" {...(model.warnings.length > 0 && INERT)}>
      <Text model={model} name="name" label={trans.__('Name')} />
      {model.source ? <Parameters model={model} /> : <Skeletons number={2} height={40} />}
      {model.offers.profiles.length > 1 && <Profiles model={model} />}
      <Timing model={model} />
      <More model={model} />
    </div>
  );
}

function Profiles({ model }: { model: FormModel }): JSX.Element {
  const { profiles } = model.offers;
  const chosen = profiles.find(({ name }) => name === model.fields.profile);
  return (
    <Select
      model={model}
      name="profile"
      label={trans.__('Profile')}
      hint={chosen?.description}
      options={profiles}
    />
  );
}

function Footer({ model, onCancel }: FormProps): JSX.Element {
  const isWarned = model.warnings.length > 0;
  return (
    <footer className="lyc-Form-footer">
      <button
        type="button"
        className="jp-mod-styled jp-mod-reject"
        onClick={isWarned ? () => model.goBack() : onCancel}
      >
        {isWarned ? trans.__('Back') : trans.__('Cancel')}
      </button>
      <button
        type="submit"
        className="jp-mod-styled jp-mod-accept"
        disabled={!model.source || model.isBusy}
      >
        {isWarned ? anyway(model) : action(model)}
      </button>
    </footer>
  );
}

function action({ isEdit, fields }: FormModel): string {
  return isEdit ? trans.__('Save') : fields.when === 'now' ? trans.__('Run') : trans.__('Schedule');
}

function anyway(model: FormModel): string {
  return trans.__('%1 anyway', action(model));
}
