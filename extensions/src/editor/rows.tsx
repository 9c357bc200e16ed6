/** A list of a record as a table in which one types: a row an item, a column a field. */
import React, { useEffect, useState } from 'react';
import { caretUpIcon, closeIcon } from '@jupyterlab/ui-components';

import { asText } from '../parts/value';
import type { Json } from '../request';
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

export interface RowsProps {
  model: EditorModel;
  path: string;
  /** What one row is, as in “column”. */
  noun: string;
  cells: CellKind[];
  /** What a new row starts from. */
  blank: Draft;
  hint?: string;
}

export function Rows({ model, path, noun, cells, blank, hint }: RowsProps): JSX.Element {
  const rows = (model.at(path) as Draft[] | undefined) ?? [];
  const set = (changed: Draft[]) => model.set(path, changed);
  const error = model.errorAt(path);
  return (
    <div className="lyc-Editor-rows" data-field={path}>
      {hint && <p className="lyc-Field-hint">{hint}</p>}
      {rows.length > 0 && (
        <div className="lyc-Wide">
          <table className="lyc-Editor-table">
            <thead>
              <tr>
                {cells.map(({ name, label }) => (
                  <th key={name} scope="col">
                    {label}
                  </th>
                ))}
                <th scope="col">
                  <span className="lyc-Hidden">Order</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {rows.map((_, i) => (
                <Row
                  key={i}
                  {...{ model, cells }}
                  path={`${path}[${i}]`}
                  name={`${noun} ${i + 1}`}
                  onRemove={() => set(rows.filter((_, other) => other !== i))}
                  onRaise={i > 0 ? () => set(raised(rows, i)) : undefined}
                />
              ))}
            </tbody>
          </table>
        </div>
      )}
      {error && (
        <p className="lyc-Error" role="alert">
          {error}
        </p>
      )}
      <button
        type="button"
        className="jp-mod-styled lyc-Button"
        onClick={() => set([...rows, blank])}
      >
        Add a {noun}
      </button>
    </div>
  );
}

function raised<T>(rows: T[], i: number): T[] {
  const copy = [...rows];
  [copy[i - 1], copy[i]] = [copy[i], copy[i - 1]];
  return copy;
}

interface RowProps {
  model: EditorModel;
  path: string;
  name: string;
  cells: CellKind[];
  onRemove: () => void;
  onRaise?: () => void;
}

function Row({ model, path, name, cells, onRemove, onRaise }: RowProps): JSX.Element {
  const errors = [
    model.errorAt(path),
    ...cells.map(cell => {
      const told = model.errorAt(`${path}.${cell.name}`, true);
      return told && `${cell.label}: ${told}`;
    })
  ].filter(Boolean);
  return (
    <>
      <tr>
        {cells.map(cell => (
          <td key={cell.name} data-field={`${path}.${cell.name}`}>
            <Cell
              cell={cell}
              label={`${cell.label} of ${name}`}
              model={model}
              path={`${path}.${cell.name}`}
            />
          </td>
        ))}
        <td className="lyc-Editor-tools">
          {onRaise && (
            <button
              type="button"
              className="lyc-IconButton"
              aria-label={`Move ${name} up`}
              title="Move up"
              onClick={onRaise}
            >
              <caretUpIcon.react tag="span" />
            </button>
          )}
          <button
            type="button"
            className="lyc-IconButton"
            aria-label={`Remove ${name}`}
            title="Remove"
            onClick={onRemove}
          >
            <closeIcon.react tag="span" />
          </button>
        </td>
      </tr>
      {errors.length > 0 && (
        <tr>
          <td colSpan={cells.length + 1}>
            <p className="lyc-Error" role="alert">
              {errors.join(' ')}
            </p>
          </td>
        </tr>
      )}
    </>
  );
}

interface CellProps {
  cell: CellKind;
  label: string;
  model: EditorModel;
  path: string;
}

function Cell({ cell, label, model, path }: CellProps): JSX.Element {
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
          <option key={option}>{option}</option>
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
