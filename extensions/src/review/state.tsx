/** How a proposal stands, as a shape and a word. */
import React from 'react';

import { trans } from '../words';
import type { Proposal } from './api';

interface Look {
  word: string;
  tone: 'quiet' | 'good' | 'busy' | 'warn';
  shape: JSX.Element;
}

const RING = <circle cx="8" cy="8" r="6" />;
const TICK = <path d="M5.2 8.2l2 2L11 6" />;

const looks = (): Record<string, Look> => ({
  draft: {
    word: trans.__('draft'),
    tone: 'quiet',
    shape: <circle cx="8" cy="8" r="6" strokeDasharray="2.5 2.2" />
  },
  sent_back: {
    word: trans.__('sent back'),
    tone: 'warn',
    shape: <path d="M7 3L3 7l4 4M3 7h6a4 4 0 0 1 0 7H7" />
  },
  in_review: {
    word: trans.__('in review'),
    tone: 'busy',
    shape: (
      <>
        {RING}
        <path d="M8 4.5V8l2.5 1.5" />
      </>
    )
  },
  published: {
    word: trans.__('published'),
    tone: 'good',
    shape: (
      <>
        {RING}
        {TICK}
      </>
    )
  },
  withdrawn: {
    word: trans.__('withdrawn'),
    tone: 'quiet',
    shape: (
      <>
        {RING}
        <path d="M4 12L12 4" />
      </>
    )
  }
});

/** Return how a proposal stands: a draft that somebody sent back is more than a draft. */
export function standing({ state, reason }: Proposal): string {
  return state === 'draft' && reason ? 'sent_back' : state;
}

export function Standing({ proposal }: { proposal: Proposal }): JSX.Element {
  const { word, tone, shape } = looks()[standing(proposal)] ?? looks().draft;
  return (
    <span className={`lyc-State lyc-mod-${tone}`} data-state={proposal.state}>
      <svg viewBox="0 0 16 16" width={14} height={14} aria-hidden="true">
        {shape}
      </svg>
      {word}
    </span>
  );
}

/** Return what is proposed, in a few words. */
export function titleOf({ entry, base_version: base }: Proposal): string {
  return base === null ? trans.__('New entry %1', entry) : trans.__('A change of %1', entry);
}
