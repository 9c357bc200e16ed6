/** The form's common controls, each bound to one field of the model. */
import React from 'react';

import { Field, type FieldProps } from './field';
import type { Fields, TextName } from './fields';
import type { FormModel } from './model';

type About = Pick<FieldProps, 'label' | 'hint' | 'note'>;

interface BoundProps<Name extends keyof Fields> extends About {
  model: FormModel;
  name: Name;
}

interface TextProps extends BoundProps<TextName> {
  type?: 'text' | 'number' | 'time' | 'datetime-local';
  /** What can be chosen; other text is taken too. */
  suggestions?: { value: string; title?: string }[];
  placeholder?: string;
  min?: number;
  max?: number;
}

export function Text({ model, name, suggestions, ...more }: TextProps): JSX.Element {
  const { label, hint, note, ...attributes } = more;
  const list = suggestions && `lyc-suggestions-${name}`;
  return (
    <Field {...{ label, hint, note }} error={model.errors[name]}>
      {bound => (
        <>
          <input
            type="text"
            {...bound}
            {...attributes}
            list={list}
            spellCheck={false}
            value={model.fields[name]}
            onChange={event => model.set({ [name]: event.target.value })}
          />
          {suggestions && (
            <datalist id={list}>
              {suggestions.map(({ value, title }) => (
                <option key={value} value={value} label={title} />
              ))}
            </datalist>
          )}
        </>
      )}
    </Field>
  );
}

interface SelectProps extends BoundProps<TextName> {
  options: { name: string; title: string }[];
}

export function Select({ model, name, options, ...about }: SelectProps): JSX.Element {
  return (
    <Field {...about} error={model.errors[name]}>
      {bound => (
        <select
          {...bound}
          value={model.fields[name]}
          onChange={event => model.set({ [name]: event.target.value })}
        >
          {options.map(({ name, title }) => (
            <option key={name} value={name}>
              {title}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}

export interface TickProps {
  label: string;
  checked: boolean;
  onChange: (checked: boolean) => void;
}

/** A checkbox among others on a line. */
export function Tick({ label, checked, onChange }: TickProps): JSX.Element {
  return (
    <label>
      <input type="checkbox" checked={checked} onChange={event => onChange(event.target.checked)} />
      {label}
    </label>
  );
}

export interface TicksProps {
  legend: string;
  error?: string;
  children: React.ReactNode;
}

/** Checkboxes that belong together. */
export function Ticks({ legend, error, children }: TicksProps): JSX.Element {
  return (
    <div className="lyc-Ticks" role="group" aria-label={legend}>
      <span aria-hidden="true">{legend}</span>
      <div className="lyc-Choices">{children}</div>
      {error && (
        <p className="lyc-Error" role="alert">
          {error}
        </p>
      )}
    </div>
  );
}

/** Return the list with an item in it or not. */
export function toggled<T>(items: T[], item: T, isIn: boolean): T[] {
  return isIn ? [...items, item] : items.filter(other => other !== item);
}
