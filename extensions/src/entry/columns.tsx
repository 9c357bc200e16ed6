/** The columns of an entry, in their own order or sorted. */
import React, { useState } from 'react';

import { count } from '../parts/quantity';
import { trans } from '../words';
import { term } from '../parts/terms';
import type { Column } from './api';
import type { TabProps } from './tabs';

/** The tab *Columns*. */
export function ColumnsTab({ entry }: TabProps): JSX.Element {
  return <Columns columns={entry.columns ?? []} />;
}

type Key = 'name' | 'type';

export function Columns({ columns }: { columns: Column[] }): JSX.Element {
  const [key, setKey] = useState<Key | null>(null);
  const toggle = (chosen: Key) => setKey(chosen === key ? null : chosen);
  const shown = key ? [...columns].sort((a, b) => a[key].localeCompare(b[key])) : columns;
  return (
    <>
      <h3>{count(columns.length, '%1 column', '%1 columns')}</h3>
      <table className="lyc-Columns">
        <thead>
          <tr>
            <Heading
              title={trans.__('Column')}
              sorted={key === 'name'}
              onSort={() => toggle('name')}
            />
            <Heading
              title={trans.__('Type')}
              sorted={key === 'type'}
              onSort={() => toggle('type')}
            />
          </tr>
        </thead>
        <tbody>
          {shown.map(column => (
            <Row key={column.name} column={column} />
          ))}
        </tbody>
      </table>
    </>
  );
}

interface HeadingProps {
  title: string;
  sorted: boolean;
  onSort: () => void;
}

function Heading({ title, sorted, onSort }: HeadingProps): JSX.Element {
  return (
    <th scope="col" aria-sort={sorted ? 'ascending' : 'none'}>
      <button
        onClick={onSort}
        title={sorted ? trans.__('Show in their own order') : trans.__('Sort')}
      >
        {title}
        <span aria-hidden="true">{sorted ? ' ↑' : ''}</span>
      </button>
    </th>
  );
}

function Row({ column }: { column: Column }): JSX.Element {
  return (
    <tr>
      <td>
        <code>{column.name}</code>
        {column.personal && <span className="lyc-Flag">{trans.__('personal')}</span>}
        {column.sensitive && <span className="lyc-Flag">{trans.__('sensitive')}</span>}
        <div className="lyc-Quiet">{column.description}</div>
      </td>
      <td>
        {term(column.type)}
        <div className="lyc-Quiet">{column.unit}</div>
      </td>
    </tr>
  );
}
