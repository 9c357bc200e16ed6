/** The tab *Use*: how often an entry is loaded, since when and by whom. */
import React, { useState } from 'react';

import { catalogIcon } from '../icons';
import { Answered, useAnswer } from '../parts/answer';
import { count } from '../parts/quantity';
import { Empty } from '../parts/states';
import { When } from '../parts/time';
import { trans } from '../words';
import { rich } from '../parts/rich';
import { barsOf, type Bar } from './bars';
import { fetchUse, type Use } from './history';
import type { TabProps } from './tabs';

const periods = (): [number, string][] => [
  [30, count(30, '%1 day', '%1 days')],
  [90, count(90, '%1 day', '%1 days')],
  [365, trans.__('a year')]
];

export function UseTab({ entry, service }: TabProps): JSX.Element {
  const [days, setDays] = useState(90);
  const answer = useAnswer(() => fetchUse(service, entry.name, days), [entry.name, days]);
  return (
    <Answered answer={answer} what={trans.__('the use of this entry')} height={200}>
      {use => (
        <>
          <label className="lyc-Inline">
            {trans.__('Loads within')}
            <select
              className="jp-mod-styled lyc-Select"
              value={days}
              onChange={event => setDays(Number(event.target.value))}
            >
              {periods().map(([number, words]) => (
                <option key={number} value={number}>
                  {words}
                </option>
              ))}
            </select>
          </label>
          {use.loads ? <Loads use={use} days={days} /> : <Nothing />}
        </>
      )}
    </Answered>
  );
}

function Nothing(): JSX.Element {
  return (
    <Empty icon={catalogIcon} title={trans.__('Nobody loaded it so far')}>
      <p>
        {rich(
          'Each %1, and each time Intake opens its address, counts here.',
          <code>open_entry</code>
        )}
      </p>
    </Empty>
  );
}

function Loads({ use, days }: { use: Use; days: number }): JSX.Element {
  return (
    <>
      <p className="lyc-Use-total">
        {rich(
          '%1 by %2',
          <strong>{count(use.loads, '%1 load', '%1 loads')}</strong>,
          count(use.people, '%1 person', '%1 people')
        )}
      </p>
      <Chart bars={barsOf(use.by_day, days, new Date())} />
      {use.by_person ? (
        <People people={use.by_person} />
      ) : (
        <p className="lyc-Quiet">
          {trans.__('Who they were is told to those who manage the entry.')}
        </p>
      )}
    </>
  );
}

/** Bars over time; the table of their numbers is there for those who cannot see them. */
function Chart({ bars }: { bars: Bar[] }): JSX.Element {
  const most = Math.max(...bars.map(({ loads }) => loads));
  return (
    <figure className="lyc-Use-chart">
      <div className="lyc-Use-bars" aria-hidden="true">
        <span className="lyc-Use-most">{most}</span>
        {bars.map(bar => (
          <span
            key={bar.from}
            className="lyc-Use-slot"
            title={trans.__('%1: %2', bar.label, bar.loads)}
          >
            <span style={{ height: `${(100 * bar.loads) / most}%` }} />
          </span>
        ))}
      </div>
      <figcaption className="lyc-Use-ends">
        <span>{bars[0].label}</span>
        <span>{bars[bars.length - 1].label}</span>
      </figcaption>
      <table className="lyc-Hidden" aria-label={trans.__('Loads over time')}>
        <tbody>
          {bars
            .filter(({ loads }) => loads)
            .map(({ from, label, loads }) => (
              <tr key={from}>
                <th scope="row">{label}</th>
                <td>{count(loads, '%1 load', '%1 loads')}</td>
              </tr>
            ))}
        </tbody>
      </table>
    </figure>
  );
}

function People({ people }: { people: NonNullable<Use['by_person']> }): JSX.Element {
  const most = Math.max(...people.map(({ loads }) => loads));
  return (
    <section className="lyc-Use-who" aria-label={trans.__('Who loaded it')}>
      <h2>{trans.__('Who loaded it')}</h2>
      <table className="lyc-Table lyc-Use-people">
        <thead>
          <tr>
            <th scope="col">{trans.__('Person')}</th>
            <th scope="col">{trans.__('Loads')}</th>
            <th scope="col">{trans.__('Last')}</th>
          </tr>
        </thead>
        <tbody>
          {people.map(({ person, loads, last_at }) => (
            <tr key={person}>
              <th scope="row">{person}</th>
              <td>
                <span className="lyc-Use-share">
                  <span style={{ width: `${(100 * loads) / most}%` }} />
                </span>
                {loads}
              </td>
              <td>
                <When instant={last_at} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
