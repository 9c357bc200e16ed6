/** A list of a record as a table in which one types: a row an item, a column a field. */
import React from 'react';
import { caretUpIcon, closeIcon } from '@jupyterlab/ui-components';

import { trans } from '../words';
import { Cell, type CellKind } from './cells';
import type { EditorModel } from './model';
import type { Draft } from './record';

export interface RowsProps {
  model: EditorModel;
  path: string;
  /** What one row is, as in “column”. */
  noun: string;
  /** What the button says that adds one. */
  adding: string;
  cells: CellKind[];
  /** What a new row starts from. */
  blank: Draft;
  hint?: string;
}

export function Rows({ model, path, noun, adding, cells, blank, hint }: RowsProps): JSX.Element {
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
                  <span className="lyc-Hidden">{trans.__('Order')}</span>
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
        {adding}
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
      return told && trans.__('%1: %2', cell.label, told);
    })
  ].filter(Boolean);
  return (
    <>
      <tr>
        {cells.map(cell => (
          <td key={cell.name} data-field={`${path}.${cell.name}`}>
            <Cell
              cell={cell}
              label={trans.__('%1 of %2', cell.label, name)}
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
              aria-label={trans.__('Move %1 up', name)}
              title={trans.__('Move up')}
              onClick={onRaise}
            >
              <caretUpIcon.react tag="span" />
            </button>
          )}
          <button
            type="button"
            className="lyc-IconButton"
            aria-label={trans.__('Remove %1', name)}
            title={trans.__('Remove')}
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
