/** What people think of an entry in numbers, and the star of the person who looks. */
import React from 'react';

import { count } from '../parts/quantity';
import { trans } from '../words';
import type { Entry, Opinions } from './api';

export interface CountsProps {
  /** Those of an entry; a data set where no kind is told. */
  of: Partial<Opinions> & { kind?: string };
}

/** How often it is used, its stars and comments, as facts beside others; nothing of what there is none of. */
export function Counts({ of: { kind = 'dataset', uses, stars, comments } }: CountsProps) {
  return (
    <>
      {!!uses && (
        <span title={trans.__('In the last ninety days')}>
          {kind === 'dataset'
            ? count(uses, '%1 load', '%1 loads')
            : count(uses, '%1 use', '%1 uses')}
        </span>
      )}
      {!!stars && <span>{count(stars, '%1 star', '%1 stars')}</span>}
      {!!comments && <span>{count(comments, '%1 comment', '%1 comments')}</span>}
    </>
  );
}

export interface StarButtonProps {
  entry: Entry;
  onStar: (entry: Entry) => void;
}

export function StarButton({ entry, onStar }: StarButtonProps): JSX.Element {
  return (
    <button
      className="jp-mod-styled lyc-Button lyc-Star"
      aria-pressed={entry.starred}
      title={
        entry.starred
          ? trans.__('Take your star back')
          : trans.__('Tell others that you think well of it')
      }
      onClick={() => onStar(entry)}
    >
      <svg viewBox="0 0 16 16" width={14} height={14} aria-hidden="true">
        <path d="M8 1.8l1.9 3.9 4.3.6-3.1 3 .7 4.3L8 11.6l-3.8 2 .7-4.3-3.1-3 4.3-.6z" />
      </svg>
      {trans.__('Star')}
    </button>
  );
}
