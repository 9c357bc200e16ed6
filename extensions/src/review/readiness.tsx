/** What is known of a notebook that is to be a template: its parameters, what it should not show, and how it ran. */
import React from 'react';

import { rich } from '../parts/rich';
import { When } from '../parts/time';
import type { RunState } from '../runs/api';
import { State } from '../runs/state';
import { trans } from '../words';

export interface Exposure {
  /** From 0. */
  cell: number;
  kind: 'secret' | 'key' | 'address' | 'path';
  name: string;
  /** Whether its author says that it is no secret. */
  answered: boolean;
}

/** The newest run of precisely this notebook, with the defaults of its parameters. */
export interface Trial {
  id: string;
  state: RunState;
  profile: string;
  at: string;
}

export interface Readiness {
  parameters: string[];
  exposed: Exposure[];
  trial: Trial | null;
}

export interface ReadinessFactsProps {
  found: Readiness;
  /** What can be done about the trial. */
  children?: React.ReactNode;
}

export function ReadinessFacts({ found, children }: ReadinessFactsProps): JSX.Element {
  const { parameters, exposed, trial } = found;
  return (
    <ul className="lyc-Plain lyc-Ready" aria-label={trans.__('Before others start from it')}>
      <li>
        {parameters.length
          ? trans.__('Its parameters: %1.', parameters.join(', '))
          : trans.__('It has no parameters: tag the cell that sets them “parameters”.')}
      </li>
      {exposed.map((exposure, i) => (
        <li key={i} className="lyc-Note">
          {exposureWords(exposure)}
        </li>
      ))}
      {!exposed.length && <li>{trans.__('No secret and no path of your own was found in it.')}</li>}
      <li>
        <TrialFact trial={trial} /> {children}
      </li>
    </ul>
  );
}

function TrialFact({ trial }: { trial: Trial | null }): JSX.Element {
  return trial ? (
    <>
      {rich(
        'Run once as it is, on %1: %2 %3',
        trial.profile,
        <State state={trial.state} />,
        <When instant={trial.at} />
      )}
    </>
  ) : (
    <>{trans.__('It was not yet run as it is, from top to bottom, with its defaults.')}</>
  );
}

/** Return what is exposed and what to do; the secret itself is told to nobody. */
function exposureWords({ cell, kind, name, answered }: Exposure): string {
  const number = cell + 1;
  if (answered) {
    return trans.__('Cell %1 shows %2, which is no secret as its author says.', number, name);
  }
  const words: Record<Exposure['kind'], string> = {
    secret: trans.__(
      'Cell %1 writes out %2. Keep it with your secrets, and read it with secret("%2").',
      number,
      name
    ),
    key: trans.__(
      'Cell %1 holds what looks like a key (%2). Keep it with your secrets instead.',
      number,
      name
    ),
    address: trans.__(
      'Cell %1 holds an address with a password, of %2. Keep that with your secrets instead.',
      number,
      name
    ),
    path: trans.__(
      'Cell %1 names %2, which others do not have. Use an entry of the catalog, or a parameter.',
      number,
      name
    )
  };
  return words[kind];
}
