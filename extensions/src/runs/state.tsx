/** The state of a run as a shape and a word. */
import React from 'react';

import { trans } from '../words';
import type { RunState } from './api';

interface Look {
  word: string;
  tone: 'quiet' | 'busy' | 'good' | 'bad' | 'warn';
  shape: JSX.Element;
}

const RING = <circle cx="8" cy="8" r="6" />;

const looks = (): Record<RunState, Look> => ({
  queued: {
    word: trans.__('queued'),
    tone: 'quiet',
    shape: <circle cx="8" cy="8" r="6" strokeDasharray="2.5 2.2" />
  },
  starting: { word: trans.__('starting'), tone: 'busy', shape: <path d="M8 2a6 6 0 0 1 6 6" /> },
  running: { word: trans.__('running'), tone: 'busy', shape: <path d="M8 2a6 6 0 1 1-6 6" /> },
  succeeded: {
    word: trans.__('succeeded'),
    tone: 'good',
    shape: (
      <>
        {RING}
        <path d="M5.2 8.2l2 2L11 6" />
      </>
    )
  },
  failed: {
    word: trans.__('failed'),
    tone: 'bad',
    shape: (
      <>
        {RING}
        <path d="M5.8 5.8l4.4 4.4M10.2 5.8l-4.4 4.4" />
      </>
    )
  },
  kernel_died: {
    word: trans.__('kernel died'),
    tone: 'bad',
    shape: <path d="M9 1.5L3.5 9H8l-1 5.5L12.5 7H8z" />
  },
  timed_out: {
    word: trans.__('timed out'),
    tone: 'bad',
    shape: (
      <>
        {RING}
        <path d="M8 4.5V8l2.5 1.5" />
      </>
    )
  },
  cancelled: {
    word: trans.__('cancelled'),
    tone: 'quiet',
    shape: (
      <>
        {RING}
        <path d="M4 12L12 4" />
      </>
    )
  },
  lost: {
    word: trans.__('lost'),
    tone: 'warn',
    shape: (
      <>
        {RING}
        <path d="M6.2 6.3a1.8 1.8 0 1 1 2.6 1.6c-.6.3-.8.6-.8 1.2M8 11v.3" />
      </>
    )
  }
});

/** The word people read for a state. */
export function word(state: RunState): string {
  return looks()[state]?.word ?? state;
}

export interface StateProps {
  state: RunState;
  large?: boolean;
  /** What stands there instead of the state's word alone. */
  words?: string;
}

export function State({ state, large = false, words }: StateProps): JSX.Element {
  const { word, tone, shape } = looks()[state] ?? looks().lost;
  const spins = tone === 'busy' ? ' lyc-mod-spinning' : '';
  const size = large ? 20 : 14;
  return (
    <span className={`lyc-State lyc-mod-${tone}${spins}`} data-state={state}>
      <svg viewBox="0 0 16 16" width={size} height={size} aria-hidden="true">
        {shape}
      </svg>
      {words ?? word}
    </span>
  );
}
