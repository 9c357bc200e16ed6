/** People by the values of a sensitive column: how many they are, and how many of them fared well. */
import React from 'react';

import { count } from '../parts/quantity';
import { trans } from '../words';
import { rich } from '../parts/rich';
import { percent } from './distribution';
import type { ColumnProfile, Group, Groups, Profile } from './profiles';

const FOUR_FIFTHS = 0.8;
const rule = () =>
  trans.__(
    'United States agencies take less than four fifths as a reason to look closer (Uniform Guidelines on Employee Selection Procedures, 1978)'
  );

interface PeopleProps {
  profile: Profile;
  /** What the entry says of a column. */
  meaning: (name: string) => string;
}

export function People({ profile, meaning }: PeopleProps): JSX.Element | null {
  const columns = profile.columns.filter(column => column.sensitive);
  const { outcome } = profile;
  const good = outcome ? `${outcome.column} = ${outcome.favourable}` : '';
  return columns.length ? (
    <section className="lyc-People" aria-label={trans.__('People')}>
      <h2>{good ? trans.__('Who is in it, and how they fared') : trans.__('Who is in it')}</h2>
      <p className="lyc-Quiet">
        {good && `${trans.__('It was good for people where %1.', good)} `}
        {trans.__(
          'A difference is not yet an explanation, and no difference is no proof of fairness.'
        )}
      </p>
      <div className="lyc-People-columns">
        {columns.map(column => (
          <Sensitive key={column.name} column={column} meaning={meaning(column.name)} good={good} />
        ))}
      </div>
    </section>
  ) : null;
}

interface SensitiveProps {
  column: ColumnProfile;
  meaning: string;
  /** What was good for people, in words. */
  good: string;
}

function Sensitive({ column, meaning, good }: SensitiveProps): JSX.Element {
  const { groups, name } = column;
  return (
    <section className="lyc-Sensitive" aria-label={name}>
      <h3 title={meaning}>
        <code>{name}</code>
      </h3>
      <p className="lyc-Quiet">{meaning}</p>
      {groups ? (
        <Shares name={name} groups={groups} good={good} />
      ) : (
        <p>{trans.__('It has too many values for groups.')}</p>
      )}
    </section>
  );
}

interface SharesProps {
  name: string;
  groups: Groups;
  good: string;
}

function Shares({ name, groups, good }: SharesProps): JSX.Element {
  const { items, hidden, source } = groups;
  const isDecided = items.some(({ favourable }) => favourable !== undefined);
  return (
    <>
      {!!items.length && (
        <table className="lyc-Shares" aria-label={trans.__('People by %1', name)}>
          <thead>
            <tr>
              <th scope="col">{trans.__('Value')}</th>
              <th scope="col">{trans.__('Share of all')}</th>
              {isDecided && <th scope="col">{good}</th>}
            </tr>
          </thead>
          <tbody>
            {items.map(group => (
              <Line key={group.value} group={group} isDecided={isDecided} />
            ))}
          </tbody>
        </table>
      )}
      <Ratio groups={groups} />
      {!!hidden && (
        <p className="lyc-Quiet">
          {trans._n(
            '%1 group is not shown, to protect the few people in it.',
            '%1 groups are not shown, to protect the few people in them.',
            hidden
          )}
        </p>
      )}
      {source && <p className="lyc-Quiet">{rich('Lines: shares in the population. %1', source)}</p>}
    </>
  );
}

function Line({ group, isDecided }: { group: Group; isDecided: boolean }): JSX.Element {
  const { value, rows, share, favourable, reference } = group;
  const people = count(rows, '%1 person', '%1 people');
  return (
    <tr>
      <th scope="row">{value}</th>
      <td title={people}>
        <Bar share={share} mark={reference} kind="share" />
        {reference !== undefined && (
          <div className="lyc-Quiet">{rich('population %1', percent(reference))}</div>
        )}
      </td>
      {isDecided && (
        <td title={people}>
          {favourable === undefined ? '–' : <Bar share={favourable} kind="good" />}
        </td>
      )}
    </tr>
  );
}

interface BarProps {
  share: number;
  mark?: number;
  kind: 'share' | 'good';
}

function Bar({ share, mark, kind }: BarProps): JSX.Element {
  return (
    <span className="lyc-Share">
      <span className={`lyc-Share-bar lyc-mod-${kind}`} aria-hidden="true">
        <span style={{ width: `${100 * share}%` }} />
        {mark !== undefined && <i style={{ left: `${100 * mark}%` }} />}
      </span>
      {percent(share)}
    </span>
  );
}

function Ratio({ groups }: { groups: Groups }): JSX.Element | null {
  const { ratio } = groups;
  if (ratio === undefined) {
    return null;
  }
  return (
    <p>
      {rich(
        'The lowest of these shares is %1 of the highest. %2',
        percent(ratio),
        ratio < FOUR_FIFTHS && (
          <span className="lyc-Flag" title={rule()}>
            {trans.__('below four fifths')}
          </span>
        )
      )}
    </p>
  );
}
