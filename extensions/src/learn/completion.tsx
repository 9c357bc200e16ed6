/** How far people are in a course, for those who manage it: counts by module, none that would tell of one person. */
import React from 'react';

import { Skeletons } from '../parts/states';
import { trans } from '../words';
import type { Completion } from './api';

interface CompletionTableProps {
  /** Null until it is loaded. */
  found: Completion | null;
  title: string;
}

export function CompletionTable({ found, title }: CompletionTableProps): JSX.Element {
  if (!found) {
    return <Skeletons number={1} height={120} />;
  }
  const told = (number: number | null) => words(number, found);
  return (
    <section className="lyc-Completion" aria-label={trans.__('Completion of %1', title)}>
      <table className="lyc-Table">
        <thead>
          <tr>
            <th scope="col">{trans.__('Module')}</th>
            <th scope="col" className="lyc-mod-number">
              {trans.__('Have done it')}
            </th>
          </tr>
        </thead>
        <tbody>
          {found.modules.map(({ name, title, done }) => (
            <tr key={name}>
              <th scope="row">{title}</th>
              <td className="lyc-mod-number">{told(done)}</td>
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row">{trans.__('The whole course')}</th>
            <td className="lyc-mod-number">{told(found.done)}</td>
          </tr>
          <tr>
            <th scope="row">{trans.__('Take it')}</th>
            <td className="lyc-mod-number">{told(found.people)}</td>
          </tr>
        </tfoot>
      </table>
      <p className="lyc-Quiet">
        {trans.__(
          'Counts are told in steps of %1, and small ones not at all, so that they tell of nobody.',
          found.step
        )}
      </p>
    </section>
  );
}

/** Return a count as it is told: between two steps, or that it is small. */
function words(number: number | null, { fewest, step }: Completion): string {
  return number === null
    ? trans.__('fewer than %1', fewest)
    : trans.__('%1 to %2', number, number + step - 1);
}
