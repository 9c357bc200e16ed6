/** The columns of a profile, a line each; beside those of an earlier version, with what drifted marked. */
import React from 'react';

import { measured } from '../parts/quantity';
import { trans } from '../words';
import { rich } from '../parts/rich';
import { term } from '../parts/terms';
import type { Column } from './api';
import { Distribution, percent } from './distribution';
import type { ColumnProfile, Drift, Profile } from './profiles';

export interface Before {
  profile: Profile;
  drift: Map<string, Drift>;
}

interface MeasuredProps {
  profile: Profile;
  described: Map<string, Column>;
  before?: Before;
}

export function Measured({ profile, described, before }: MeasuredProps): JSX.Element {
  const old = new Map(before?.profile.columns.map(column => [column.name, column]));
  const gone = [...old.values()].filter(
    ({ name }) => !profile.columns.some(column => column.name === name)
  );
  return (
    <div className="lyc-Wide">
      {before && <Marked drift={before.drift} />}
      <table className="lyc-Table lyc-Measured">
        <Heads profile={profile} before={before} />
        <tbody>
          {profile.columns.map(column => (
            <Row
              key={column.name}
              column={column}
              rows={profile.rows}
              described={described.get(column.name)}
              before={before && <Earlier column={old.get(column.name)} before={before} />}
              drift={before && <Change drift={before.drift.get(column.name)} />}
            />
          ))}
          {gone.map(({ name }) => (
            <tr key={name}>
              <th scope="row">
                <code>{name}</code>
              </th>
              <td colSpan={5} className="lyc-Quiet">
                {trans.__('The column is gone.')}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Heads({ profile, before }: Pick<MeasuredProps, 'profile' | 'before'>): JSX.Element {
  return (
    <thead>
      <tr>
        <th scope="col">{trans.__('Column')}</th>
        <th scope="col">{trans.__('Missing')}</th>
        <th scope="col">{trans.__('Different')}</th>
        <th scope="col">{before ? trans.__('Version %1', profile.version) : trans.__('Values')}</th>
        {before && <th scope="col">{rich('Version %1', before.profile.version)}</th>}
        {before && <th scope="col">{trans.__('Drift')}</th>}
      </tr>
    </thead>
  );
}

function Marked({ drift }: { drift: Map<string, Drift> }): JSX.Element {
  const names = [...drift.values()].filter(({ marked }) => marked).map(({ name }) => name);
  return (
    <p role="status">
      {names.length
        ? trans.__('Drifted: %1.', names.join(', '))
        : trans.__('No column has drifted.')}
    </p>
  );
}

interface RowProps {
  column: ColumnProfile;
  rows: number;
  described?: Column;
  before?: JSX.Element;
  drift?: JSX.Element;
}

function Row({ column, rows, described, before, drift }: RowProps): JSX.Element {
  return (
    <tr>
      <th scope="row">
        <code title={described?.description ?? undefined}>{column.name}</code>{' '}
        {column.personal && <span className="lyc-Flag">{trans.__('personal')}</span>}{' '}
        {column.sensitive && <span className="lyc-Flag">{trans.__('sensitive')}</span>}
        <div className="lyc-Quiet">
          {[term(column.type), described?.unit].filter(Boolean).join(', ')}
        </div>
      </th>
      <td>
        <Missing missing={column.missing} rows={rows} />
      </td>
      <td className="lyc-mod-number">
        <Different column={column} />
      </td>
      <td>
        <Distribution column={column} rows={rows} />
      </td>
      {before && <td>{before}</td>}
      {drift && <td>{drift}</td>}
    </tr>
  );
}

function Missing({ missing, rows }: { missing: number; rows: number }): JSX.Element {
  const share = missing / Math.max(rows, 1);
  return (
    <span className="lyc-Share">
      <span className="lyc-Share-bar lyc-mod-missing" aria-hidden="true">
        <span style={{ width: `${100 * share}%` }} />
      </span>
      {percent(share)}
    </span>
  );
}

function Different({ column }: { column: ColumnProfile }): JSX.Element {
  const { distinct, distinct_error } = column;
  if (distinct === undefined) {
    return <span className="lyc-Quiet">–</span>;
  }
  return distinct_error ? (
    <span title={trans.__('Estimated; off by about %1', percent(distinct_error))}>
      ≈ {rounded(distinct)}
    </span>
  ) : (
    <>{measured(distinct)}</>
  );
}

/** Return an estimate without the digits that nobody knows. */
function rounded(estimate: number): string {
  return measured(Number(estimate.toPrecision(3)));
}

function Earlier({ column, before }: { column?: ColumnProfile; before: Before }): JSX.Element {
  return column ? (
    <Distribution column={column} rows={before.profile.rows} />
  ) : (
    <span className="lyc-Quiet">{trans.__('not there')}</span>
  );
}

function Change({ drift }: { drift?: Drift }): JSX.Element {
  const { marked = false, why = [], psi = null, ks = null } = drift ?? {};
  const figures = [
    psi !== null && `PSI ${psi.toFixed(2)}`,
    ks !== null && `KS ${ks.toFixed(2)}`
  ].filter(Boolean);
  return marked ? (
    <>
      <span className="lyc-Drifted">{trans.__('drifted')}</span> {why.join(' ')}
    </>
  ) : (
    <span className="lyc-Quiet">{figures.join(', ') || trans.__('no more is told of it')}</span>
  );
}
