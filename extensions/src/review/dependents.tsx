/** Who loads an entry, and what is made with it. */
import React from 'react';

import { count } from '../parts/quantity';
import { When } from '../parts/time';
import { trans } from '../words';
import { rich } from '../parts/rich';
import type { Dependents } from './api';
import type { EndingModel } from './ending';

export function Depending({ model: { dependents, trouble } }: { model: EndingModel }): JSX.Element {
  return (
    <section className="lyc-Depends" aria-label={trans.__('Who and what depends on it')}>
      <h3>{trans.__('Who and what depends on it')}</h3>
      <div role="status">
        {trouble && <p className="lyc-Quiet">{rich('It cannot be told just now. %1', trouble)}</p>}
        {!dependents && !trouble && <p className="lyc-Quiet">{trans.__('Looking…')}</p>}
        {dependents && <Found dependents={dependents} />}
      </div>
    </section>
  );
}

function Found({ dependents: { people, jobs, entries } }: { dependents: Dependents }) {
  if (!people.length && !jobs.length && !entries.length) {
    return <p className="lyc-Quiet">{trans.__('Nobody loads it, and nothing is made from it.')}</p>;
  }
  return (
    <ul className="lyc-Plain">
      {people.map(({ person, loads, last_at: at }) => (
        <li key={`person ${person}`}>
          <strong>{person}</strong>
          <span className="lyc-Quiet">
            {rich('%1, last %2', count(loads, '%1 load', '%1 loads'), <When instant={at} />)}
          </span>
        </li>
      ))}
      {jobs.map(({ name, owner, schedule, last_at: at }, i) => (
        <li key={`job ${i}`}>
          <strong>{name}</strong>
          <span className="lyc-Quiet">
            {rich(
              '%1 of %2, last %3',
              schedule ? trans.__('scheduled job') : trans.__('job'),
              owner,
              <When instant={at} />
            )}
          </span>
        </li>
      ))}
      {entries.map(name => (
        <li key={`entry ${name}`}>
          <strong>{name}</strong>
          <span className="lyc-Quiet">{trans.__('entry made from it')}</span>
        </li>
      ))}
    </ul>
  );
}
