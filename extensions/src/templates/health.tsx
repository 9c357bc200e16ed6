/** Whether a notebook ran last night: a shape and words on its card, and where and how long beside it. */
import React from 'react';

import { exact, lasting, relative } from '../parts/time';
import type { RunState } from '../runs/api';
import { State } from '../runs/state';
import { trans } from '../words';

/** How a notebook fared the last time that it was executed with a profile. */
export interface Check {
  /** The name of the profile, and its title. */
  profile: string;
  title: string;
  /** Of a course: which of its modules tells; that is the one that failed, if one did. */
  module?: string | null;
  state: RunState;
  version: number;
  run: string;
  at: string;
  seconds: number;
}

interface HealthProps {
  health: Check[] | undefined;
  /** The version that is shown. */
  version: number | string;
}

export interface HealthBadgeProps extends HealthProps {
  /** Open a run by its id; without it the badge only tells. */
  onOpen?: (run: string) => void;
}

/** The badge of a card: what failed, else what ran last, and the way to its run. */
export function HealthBadge({
  health = [],
  version,
  onOpen
}: HealthBadgeProps): JSX.Element | null {
  const check = health.find(({ state }) => state !== 'succeeded') ?? health[0];
  if (!check) {
    return null;
  }
  const words = wordsFor(check, version);
  const where = trans.__('On %1, in %2', check.title, lasting(check.seconds));
  const state = <State state={check.state} words={words} />;
  return onOpen ? (
    <span>
      <button
        className="lyc-Health"
        title={trans.__('%1. Open the run', where)}
        aria-label={trans.__('%1. %2. Open the run', words, where)}
        onClick={() => onOpen(check.run)}
      >
        {state}
      </button>
    </span>
  ) : (
    <span title={where}>{state}</span>
  );
}

function wordsFor({ state, at, version, module }: Check, shown: number | string): string {
  const when = relative(at);
  const isGood = state === 'succeeded';
  if (version !== shown) {
    return isGood
      ? trans.__('version %1 ran %2', version, when)
      : trans.__('version %1 failed %2', version, when);
  }
  if (isGood) {
    return trans.__('ran %1', when);
  }
  return module ? trans.__('a module failed %1', when) : trans.__('failed %1', when);
}

export interface HealthNoteProps extends HealthProps {
  onOpen: (run: string) => void;
}

/** Each place where it was executed last, with the way to the run. */
export function HealthNote({ health = [], version, onOpen }: HealthNoteProps): JSX.Element | null {
  return health.length ? (
    <ul className="lyc-Plain" aria-label={trans.__('When it was last run by the workspace')}>
      {health.map(check => (
        <li key={check.profile}>
          <State state={check.state} words={wordsFor(check, version)} />{' '}
          <span className="lyc-Quiet" title={exact(check.at)}>
            {trans.__('on %1, in %2', check.title, lasting(check.seconds))}
          </span>{' '}
          <button className="lyc-Link" onClick={() => onOpen(check.run)}>
            {trans.__('Open the run')}
          </button>
        </li>
      ))}
    </ul>
  ) : null;
}
