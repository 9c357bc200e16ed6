/** The cells of a list in which one types: text, numbers, choices, and several values in one. */
import React, { useEffect, useState } from 'react';

import { asText } from '../parts/value';
import type { Json } from '../request';
import { term } from '../parts/terms';
import { numberIn, wordsIn } from './inputs';
import type { EditorModel } from './model';
import { literal, type Draft } from './record';

/** One field of each row. */
export interface CellKind {
  name: string;
  label: string;
  as?: 'text' | 'number' | 'tick' | 'choice' | 'values' | 'options' | 'literal';
  options?: readonly string[];
  placeholder?: string;
}

interface CellProps {
  cell: CellKind;
  label: string;
  model: EditorModel;
  path: string;
}

export function Cell({ cell, label, model, path }: CellProps): JSX.Element {
  const value = model.at(path);
  const common = {
    className: 'jp-mod-styled',
    'aria-label': label,
    'aria-invalid': !!model.errorAt(path, true),
    onBlur: () => model.leave(path)
  };
  if (cell.as === 'tick') {
    return (
      <input
        type="checkbox"
        aria-label={label}
        checked={value === true}
        onChange={event => model.set(path, event.target.checked)}
      />
    );
  }
  if (cell.as === 'choice') {
    return (
      <select
        {...common}
        className="jp-mod-styled lyc-Select"
        value={asText(value ?? '')}
        onChange={event => model.set(path, event.target.value)}
      >
        {cell.options!.map(option => (
          <option key={option} value={option}>
            {term(option)}
          </option>
        ))}
      </select>
    );
  }
  return (
    <Typed
      {...common}
      {...ways[cell.as ?? 'text']}
      value={value}
      placeholder={cell.placeholder}
      onValue={typed => model.set(path, typed)}
    />
  );
}

/** How a value is written as text, and read again. */
interface Way {
  type?: string;
  write: (value: Json | undefined) => string;
  read: (text: string) => Json | undefined;
}

const plain = (value: Json | undefined): string => asText(value ?? '');

const ways: Record<string, Way> = {
  text: { write: plain, read: text => text },
  number: { type: 'number', write: plain, read: numberIn },
  literal: { write: plain, read: literal },
  values: {
    write: value => ((value as Json[] | undefined) ?? []).map(String).join(', '),
    read: text => wordsIn(text).map(literal)
  },
  options: {
    write: value =>
      Object.entries((value as Draft | undefined) ?? {})
        .map(([name, part]) => `${name}=${asText(part)}`)
        .join(', '),
    read: text =>
      Object.fromEntries(
        wordsIn(text).map(option => {
          const [name, ...rest] = option.split('=');
          return [name.trim(), literal(rest.join('='))];
        })
      )
  }
};

interface TypedProps extends Way {
  className: string;
  'aria-label': string;
  'aria-invalid': boolean;
  value: Json | undefined;
  placeholder?: string;
  onBlur: () => void;
  onValue: (value: Json | undefined) => void;
}

/** Text that stands for a value; while one types it stays as it is typed. */
function Typed({ value, write, read, onValue, type = 'text', ...more }: TypedProps): JSX.Element {
  const written = write(value);
  const [text, setText] = useState(written);
  useEffect(() => {
    setText(typed => (write(read(typed)) === written ? typed : written));
  }, [written]);
  return (
    <input
      {...more}
      type={type}
      spellCheck={false}
      value={text}
      onChange={event => {
        setText(event.target.value);
        onValue(read(event.target.value));
      }}
    />
  );
}
