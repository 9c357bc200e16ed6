/** Values that differ between two runs, in a table. */
import React from 'react';

import { measured } from '../parts/quantity';
import { lasting } from '../parts/time';
import { asText } from '../parts/value';
import type { Json } from '../request';
import { trans } from '../words';
import { rich } from '../parts/rich';
import type { Change, Changes } from './api';

/** A row: what it is about, its name, and its value on both sides. */
interface Row extends Change {
  about: string;
}

/** Whether nothing that can make a run fail differs. */
export function isUnchanged(changes: Changes): boolean {
  return !changes.notebook.changed && !causesOf(changes).length;
}

/** Return what may explain why one run went otherwise than the other, but for the notebook. */
export function causesOf({ parameters, packages, entries, profile }: Changes): Row[] {
  return [
    ...rows(trans.__('parameter'), parameters),
    ...rows(trans.__('package'), packages),
    ...rows(trans.__('catalog entry'), entries),
    ...(profile ? rows(trans.__('profile'), [{ name: '', ...profile }]) : [])
  ];
}

/** Return what came out differently. */
export function effectsOf({ figures, seconds }: Changes): Row[] {
  const took = [
    {
      name: '',
      before: spent(seconds.before),
      now: spent(seconds.now),
      about: trans.__('duration')
    }
  ];
  return [...rows(trans.__('figure'), figures), ...(seconds.before === null ? [] : took)];
}

function rows(about: string, changes: Change[]): Row[] {
  return changes.map(change => ({ ...change, about }));
}

function spent(seconds: number | null): string | undefined {
  return seconds === null ? undefined : lasting(seconds);
}

/** “version 2” where the notebook is a template's. */
export function inVersions({ notebook }: Changes): string {
  const [before, now] = notebook.versions;
  return before && now && before !== now ? ` (${trans.__('version %1 → %2', before, now)})` : '';
}

export interface ChangedProps {
  rows: Row[];
  before?: string;
  now?: string;
}

export function Changed({ rows, before, now }: ChangedProps): JSX.Element {
  return (
    <table className="lyc-Table">
      <thead>
        <tr>
          <th scope="col">{trans.__('what')}</th>
          <th scope="col">{before ?? trans.__('then')}</th>
          <th scope="col">{now ?? trans.__('now')}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map(row => (
          <tr key={`${row.about} ${row.name}`}>
            <th scope="row">
              <span className="lyc-Quiet">{row.about}</span> {row.name}
            </th>
            <td>
              <Value value={row.before} about={row.about} />
            </td>
            <td>
              <Value value={row.now} about={row.about} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Value({ value, about }: { value: Json | undefined; about: string }): JSX.Element {
  if (value === undefined) {
    return <span className="lyc-Quiet">{trans.__('not there')}</span>;
  }
  if (about === trans.__('figure') && typeof value === 'number') {
    return <>{measured(value)}</>;
  }
  if (about === trans.__('catalog entry')) {
    return <>{rich('version %1', asText(value))}</>;
  }
  return about === 'parameter' ? <code>{JSON.stringify(value)}</code> : <>{asText(value)}</>;
}
