/** The tab *Preview*: the first rows, read with the person's own rights, what is personal masked. */
import React, { useState } from 'react';

import { lockIcon } from '@jupyterlab/ui-components';
import { Answered, useAnswer } from '../parts/answer';
import { count, measured } from '../parts/quantity';
import { Empty } from '../parts/states';
import { trans } from '../words';
import { term } from '../parts/terms';
import type { Resource } from './api';
import { fetchPreview, type Preview, type ValueType } from './profiles';
import type { TabProps } from './tabs';

const NUMERIC: ValueType[] = ['integer', 'number'];

export function PreviewTab(props: TabProps): JSX.Element {
  return props.entry.may?.read === false ? <NoRight /> : <Rows {...props} />;
}

function NoRight(): JSX.Element {
  return (
    <Empty icon={lockIcon} title={trans.__('You may not read these data')}>
      <p>{trans.__('Request access above and say what for; then the first rows stand here.')}</p>
    </Empty>
  );
}

function Rows({ entry, service }: TabProps): JSX.Element {
  const resources = entry.resources ?? [];
  const [resource, setResource] = useState(resources[0]?.name ?? '');
  const { name, version } = entry;
  const ask = () => fetchPreview(service, name, version, resource);
  const answer = useAnswer(ask, [name, version, resource]);
  return (
    <>
      {resources.length > 1 && (
        <Choice resources={resources} chosen={resource} onChoose={setResource} />
      )}
      <Answered answer={answer} what={trans.__('the first rows')} height={320}>
        {preview => <Table preview={preview} />}
      </Answered>
    </>
  );
}

interface ChoiceProps {
  resources: Resource[];
  chosen: string;
  onChoose: (name: string) => void;
}

function Choice({ resources, chosen, onChoose }: ChoiceProps): JSX.Element {
  return (
    <label className="lyc-Inline">
      {trans.__('Read from')}
      <select
        className="jp-mod-styled lyc-Select"
        value={chosen}
        onChange={event => onChoose(event.target.value)}
      >
        {resources.map(({ name }) => (
          <option key={name}>{name}</option>
        ))}
      </select>
    </label>
  );
}

function Table({ preview }: { preview: Preview }): JSX.Element {
  const { columns, rows } = preview;
  const caption = summary(preview);
  return (
    <>
      <p className="lyc-Quiet">{caption}</p>
      <div
        className="lyc-Preview-rows"
        tabIndex={0}
        role="region"
        aria-label={trans.__('First rows')}
      >
        <table className="lyc-Table">
          <thead>
            <tr>
              {columns.map(({ name, type, masked }) => (
                <th key={name} scope="col" className={aligned(type)}>
                  {name}
                  <div className="lyc-Quiet">{masked ? trans.__('personal') : term(type)}</div>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row, number) => (
              <tr key={number}>
                {row.map((value, place) => (
                  <td key={place} className={aligned(columns[place].type)}>
                    <Value value={value} isMasked={columns[place].masked} />
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
}

function summary({ columns, rows, total, columns_left_out }: Preview): string {
  const first =
    total === null
      ? count(rows.length, 'The first row', 'The first %1 rows')
      : trans.__('The first %1 of %2', measured(rows.length), count(total, '%1 row', '%1 rows'));
  const masked = columns.some(({ masked }) => masked);
  const said = [
    first,
    masked && trans.__('Personal values are masked'),
    columns_left_out &&
      count(columns_left_out, '%1 more column is left out', '%1 more columns are left out')
  ];
  return said
    .filter(Boolean)
    .map(text => `${text}.`)
    .join(' ');
}

function Value({ value, isMasked }: { value: string | null; isMasked: boolean }): JSX.Element {
  if (value === null) {
    return <span className="lyc-Quiet">{trans.__('missing')}</span>;
  }
  return isMasked ? (
    <span title={trans.__('Personal: not shown here')}>{value}</span>
  ) : (
    <>{value}</>
  );
}

function aligned(type: ValueType): string | undefined {
  return NUMERIC.includes(type) ? 'lyc-mod-number' : undefined;
}
