/** A field as it was beside what it is to be. */
import React, { useState } from 'react';
import type { IRenderMimeRegistry } from '@jupyterlab/rendermime';

import { Markdown } from '../parts/markdown';
import { fieldWord } from '../parts/fields';
import { term } from '../parts/terms';
import { asText } from '../parts/value';
import type { Json } from '../request';
import { kindWord, SIGNS } from '../runs/kinds';
import { trans } from '../words';
import { rich } from '../parts/rich';
import type { FieldChange } from './api';
import { headings, isSaid, isSame, listPairs, tablePairs, type Cells, type RowPair } from './rows';
import { pieces, type Piece } from './words';

/** The fields whose values are terms of ours. */
const TERMS = ['classification', 'expect', 'level', 'type'];

export interface ChangeProps {
  change: FieldChange;
  /** Whether there was something before; a new entry has one side only. */
  isNew: boolean;
  rendermime: IRenderMimeRegistry;
}

/** Show one change in the way that suits its kind. */
export function Change({ change, isNew, rendermime }: ChangeProps): JSX.Element {
  const { field, kind, before, now } = change;
  if (kind === 'markdown') {
    return <Prose change={change} isNew={isNew} rendermime={rendermime} />;
  }
  if (kind === 'table') {
    return <Table rows={tablePairs(before, now)} isNew={isNew} />;
  }
  if (kind === 'list') {
    return <List items={listPairs(before, now)} />;
  }
  return <Words before={wordsOf(field, before)} now={wordsOf(field, now)} isNew={isNew} />;
}

/** Return what a field says, as text; where its values are terms of ours, in words. */
function wordsOf(field: string, value: Json = null): string {
  return TERMS.includes(field) ? term(textOf(value)) : textOf(value);
}

/** Return a value as text: what an object holds, a line each. */
function textOf(value: Json): string {
  if (value && typeof value === 'object' && !Array.isArray(value)) {
    const said = Object.entries(value).filter(([, part]) => isSaid(part));
    return said.map(([name, part]) => trans.__('%1: %2', fieldWord(name), textOf(part))).join('\n');
  }
  return Array.isArray(value) ? value.map(asText).join(', ') : isSaid(value) ? asText(value) : '';
}

interface SidesProps {
  isNew: boolean;
  before: React.ReactNode;
  now: React.ReactNode;
}

function Sides({ isNew, before, now }: SidesProps): JSX.Element {
  return (
    <div className={isNew ? 'lyc-Change-sides lyc-mod-one' : 'lyc-Change-sides'}>
      {!isNew && (
        <div role="group" aria-label={trans.__('Before')}>
          {before || <Nothing />}
        </div>
      )}
      <div role="group" aria-label={trans.__('Now')}>
        {now || <Nothing />}
      </div>
    </div>
  );
}

function Nothing(): JSX.Element {
  return <span className="lyc-Quiet">{trans.__('nothing')}</span>;
}

/** Two texts with the words that went and came marked. */
function Words({ before, now, isNew }: { before: string; now: string; isNew: boolean }) {
  const found = isNew ? [] : pieces(before, now);
  const side = (kind: Piece['kind']) => (
    <div className="lyc-Change-text">
      {found
        .filter(piece => piece.kind === 'same' || piece.kind === kind)
        .map((piece, i) => (
          <Mark key={i} piece={piece} />
        ))}
    </div>
  );
  return (
    <Sides
      isNew={isNew}
      before={before && side('removed')}
      now={now && (isNew ? <div className="lyc-Change-text">{now}</div> : side('added'))}
    />
  );
}

function Mark({ piece: { kind, text } }: { piece: Piece }): JSX.Element {
  if (kind === 'removed') {
    return <del>{text}</del>;
  }
  return kind === 'added' ? <ins>{text}</ins> : <>{text}</>;
}

/** Markdown: its words that changed, or both sides as they read. */
function Prose({ change, isNew, rendermime }: ChangeProps): JSX.Element {
  const [isRendered, setRendered] = useState(isNew);
  const [before, now] = [textOf(change.before), textOf(change.now)];
  const read = (source: string) => source && <Markdown rendermime={rendermime} source={source} />;
  return (
    <>
      {isRendered ? (
        <Sides isNew={isNew} before={read(before)} now={read(now)} />
      ) : (
        <Words before={before} now={now} isNew={isNew} />
      )}
      <button className="lyc-Link" onClick={() => setRendered(!isRendered)}>
        {isRendered ? trans.__('Show it as it is written') : trans.__('Show it as it reads')}
      </button>
    </>
  );
}

function List({ items }: { items: RowPair<Json>[] }): JSX.Element {
  return (
    <ul className="lyc-Change-list">
      {items.map(({ kind, before, now }, i) => (
        <li key={i} className={`lyc-mod-${kind}`}>
          <Sign kind={kind} />
          <Mark
            piece={{ kind: kind === 'changed' ? 'same' : kind, text: asText(now ?? before!) }}
          />
        </li>
      ))}
    </ul>
  );
}

function Sign({ kind }: { kind: RowPair<unknown>['kind'] }): JSX.Element {
  return (
    <span className="lyc-Change-sign" title={kindWord(kind)}>
      {SIGNS[kind]}
      {kind !== 'same' && <span className="lyc-Hidden"> {kindWord(kind)}</span>}
    </span>
  );
}

/** Rows that changed, with what each cell said before; those that did not are only counted. */
function Table({ rows, isNew }: { rows: RowPair<Cells>[]; isNew: boolean }): JSX.Element {
  const shown = isNew ? rows : rows.filter(({ kind }) => kind !== 'same');
  const names = headings(rows);
  return (
    <div className="lyc-Wide">
      <table className="lyc-Table lyc-Change-table">
        <thead>
          <tr>
            {!isNew && (
              <th scope="col">
                <span className="lyc-Hidden">{trans.__('Change')}</span>
              </th>
            )}
            {names.map(name => (
              <th key={name} scope="col">
                {fieldWord(name)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {shown.map((row, i) => (
            <Row key={i} row={row} names={names} isNew={isNew} />
          ))}
        </tbody>
      </table>
      {shown.length < rows.length && (
        <p className="lyc-Quiet">{rich('%1 more without changes', rows.length - shown.length)}</p>
      )}
    </div>
  );
}

interface RowProps {
  row: RowPair<Cells>;
  names: string[];
  isNew: boolean;
}

function Row({ row: { kind, before, now }, names, isNew }: RowProps): JSX.Element {
  return (
    <tr className={isNew ? '' : `lyc-mod-${kind}`}>
      {!isNew && (
        <td>
          <Sign kind={kind} />
        </td>
      )}
      {names.map(name => (
        <td key={name}>
          {isNew || kind === 'added' || isSame(before?.[name], now?.[name]) ? (
            wordsOf(name, (now ?? before)![name])
          ) : (
            <Cell before={wordsOf(name, before?.[name])} now={wordsOf(name, now?.[name])} />
          )}
        </td>
      ))}
    </tr>
  );
}

function Cell({ before, now }: { before: string; now: string }): JSX.Element {
  return (
    <>
      {pieces(before, now).map((piece, i) => (
        <Mark key={i} piece={piece} />
      ))}
    </>
  );
}
