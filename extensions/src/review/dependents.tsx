/** Who loads an entry, and what is made with it. */
import React from 'react';

import { count } from '../parts/quantity';
import { When } from '../parts/time';
import type { Dependents } from './api';
import type { EndingModel } from './ending';

export function Depending({ model: { dependents, trouble } }: { model: EndingModel }): JSX.Element {
  return (
    <section className="lyc-Depends" aria-label="Who and what depends on it">
      <h3>Who and what depends on it</h3>
      <div role="status">
        {trouble && <p className="lyc-Quiet">It cannot be told just now. {trouble}</p>}
        {!dependents && !trouble && <p className="lyc-Quiet">Looking…</p>}
        {dependents && <Found dependents={dependents} />}
      </div>
    </section>
  );
}

function Found({ dependents: { people, jobs, entries } }: { dependents: Dependents }) {
  if (!people.length && !jobs.length && !entries.length) {
    return <p className="lyc-Quiet">Nobody loads it, and nothing is made from it.</p>;
  }
  return (
    <ul className="lyc-Plain">
      {people.map(({ person, loads, last_at: at }) => (
        <li key={`person ${person}`}>
          <strong>{person}</strong>
          <span className="lyc-Quiet">
            {count(loads, 'load')}, last <When instant={at} />
          </span>
        </li>
      ))}
      {jobs.map(({ name, owner, schedule, last_at: at }, i) => (
        <li key={`job ${i}`}>
          <strong>{name}</strong>
          <span className="lyc-Quiet">
            {schedule ? 'scheduled job' : 'job'} of {owner}, last <When instant={at} />
          </span>
        </li>
      ))}
      {entries.map(name => (
        <li key={`entry ${name}`}>
          <strong>{name}</strong>
          <span className="lyc-Quiet">entry made from it</span>
        </li>
      ))}
    </ul>
  );
}
