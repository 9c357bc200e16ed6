/** The notebook's parameters, each with its help, its default, and one value or several. */
import React from 'react';

import { trans } from '../words';
import { rich } from '../parts/rich';
import { term } from '../parts/terms';
import type { Parameter } from './api';
import { Field, type ControlAttributes } from './field';
import { Tick, Ticks, toggled } from './inputs';
import type { FormModel } from './model';
import { inWords, listHint, MOST_RUNS } from './sweep';
import { shown } from './values';

interface ParameterProps {
  parameter: Parameter;
  model: FormModel;
}

export function Parameters({ model }: { model: FormModel }): JSX.Element {
  return model.parameters.length ? (
    <fieldset>
      <legend>{trans.__('Parameters')}</legend>
      {model.parameters.map(parameter => (
        <ParameterField key={parameter.name} parameter={parameter} model={model} />
      ))}
      <Count model={model} />
    </fieldset>
  ) : (
    <p className="lyc-Hint">
      {rich(
        'This notebook has no parameters. Tag one cell %1 and what it assigns can be set here.',
        <code>parameters</code>
      )}
    </p>
  );
}

function ParameterField({ parameter, model }: ParameterProps): JSX.Element {
  const { name, type, help } = parameter;
  const isList = name in model.activeLists;
  const error = model.errors[`parameters.${name}`];
  if (isList && type === 'boolean') {
    return <Both parameter={parameter} model={model} />;
  }
  if (isList && parameter.choices?.length) {
    return <Chosen parameter={parameter} model={model} />;
  }
  const hint = isList
    ? [help, listHint(parameter)].filter(Boolean).join(' · ')
    : [help, usual(parameter)].filter(Boolean).join(' ');
  const control = isList ? List : controlOf(parameter);
  return (
    <Field
      label={name}
      hint={hint}
      error={error}
      inline={type === 'boolean'}
      note={noteOf(parameter)}
      action={<Several parameter={parameter} model={model} />}
    >
      {attributes => control({ attributes, parameter, model })}
    </Field>
  );
}

/** Lets a parameter take several values, where that makes runs and not schedules. */
function Several({ parameter, model }: ParameterProps): JSX.Element | null {
  const { name, type } = parameter;
  const isList = name in model.activeLists;
  const start = type === 'boolean' ? trans.__('true, false') : String(model.values[name]);
  return model.fields.when === 'now' ? (
    <button
      type="button"
      className="lyc-Toggle"
      aria-pressed={isList}
      aria-label={trans.__('Several values of %1', name)}
      title={
        isList ? trans.__('Give one value again') : trans.__('Run once for each of several values')
      }
      onClick={() => model.setList(parameter, isList ? null : start)}
    >
      {type === 'boolean' ? trans.__('Both') : trans.__('Several values')}
    </button>
  ) : null;
}

/** Reads back how many runs the lists make. */
function Count({ model }: { model: FormModel }): JSX.Element | null {
  if (!Object.keys(model.activeLists).length) {
    return null;
  }
  const { runs } = model;
  const isTooMany = runs !== null && runs > MOST_RUNS;
  return (
    <p className={isTooMany ? 'lyc-Error' : 'lyc-Made'} role="status">
      {runs === null ? trans.__('The number of runs appears here.') : inWords(runs)}
    </p>
  );
}

interface ControlProps extends ParameterProps {
  attributes: ControlAttributes;
}

type Control = (props: ControlProps) => JSX.Element;

function controlOf({ type, choices }: Parameter): Control {
  if (type === 'boolean') {
    return Checkbox;
  }
  return choices?.length ? Choices : isJson(type) ? JsonText : Line;
}

function Checkbox({ attributes, parameter, model }: ControlProps): JSX.Element {
  return (
    <input
      {...attributes}
      type="checkbox"
      checked={model.values[parameter.name] === true}
      onChange={event => model.setValue(parameter, event.target.checked)}
    />
  );
}

function Choices({ attributes, parameter, model }: ControlProps): JSX.Element {
  return (
    <select
      {...attributes}
      value={String(model.values[parameter.name])}
      onChange={event => model.setValue(parameter, event.target.value)}
    >
      {textsOf(parameter).map(text => (
        <option key={text} value={text}>
          {text}
        </option>
      ))}
    </select>
  );
}

function JsonText({ attributes, parameter, model }: ControlProps): JSX.Element {
  const typed = String(model.values[parameter.name]);
  return (
    <textarea
      {...attributes}
      rows={rowsOf(typed)}
      spellCheck={false}
      value={typed}
      onChange={event => model.setValue(parameter, event.target.value)}
    />
  );
}

function Line({ attributes, parameter, model }: ControlProps): JSX.Element {
  return (
    <input
      {...attributes}
      type={parameter.type === 'string' ? 'text' : 'number'}
      step={parameter.type === 'integer' ? 1 : 'any'}
      value={String(model.values[parameter.name])}
      onChange={event => model.setValue(parameter, event.target.value)}
    />
  );
}

function List({ attributes, parameter, model }: ControlProps): JSX.Element {
  const typed = model.lists[parameter.name];
  return (
    <textarea
      {...attributes}
      rows={rowsOf(typed)}
      spellCheck={false}
      autoFocus
      value={typed}
      onChange={event => model.setList(parameter, event.target.value)}
    />
  );
}

/** A switch in both of its states. */
function Both({ parameter, model }: ParameterProps): JSX.Element {
  return (
    <div className="lyc-Field">
      <span>{rich('%1: once true, once false', parameter.name)}</span>
      <Several parameter={parameter} model={model} />
    </div>
  );
}

/** Several of the only values a parameter takes. */
function Chosen({ parameter, model }: ParameterProps): JSX.Element {
  const { name } = parameter;
  const chosen = model.lists[name].split('\n').filter(Boolean);
  return (
    <div className="lyc-Field">
      <Ticks legend={name} error={model.errors[`parameters.${name}`]}>
        {textsOf(parameter).map(text => (
          <Tick
            key={text}
            label={text}
            checked={chosen.includes(text)}
            onChange={isIn => model.setList(parameter, toggled(chosen, text, isIn).join('\n'))}
          />
        ))}
      </Ticks>
      <Several parameter={parameter} model={model} />
    </div>
  );
}

function textsOf(parameter: Parameter): string[] {
  return (parameter.choices ?? []).map(choice => String(shown(parameter, choice)));
}

function rowsOf(typed: string): number {
  return Math.min(6, typed.split('\n').length + 1);
}

function isJson(type: Parameter['type']): boolean {
  return ['array', 'object', 'any'].includes(type);
}

function noteOf({ type, choices }: Parameter): string | undefined {
  return type === 'boolean' || choices?.length ? undefined : isJson(type) ? 'JSON' : term(type);
}

function usual(parameter: Parameter): string {
  return parameter.default === null
    ? ''
    : trans.__('(default %1)', JSON.stringify(parameter.default));
}
