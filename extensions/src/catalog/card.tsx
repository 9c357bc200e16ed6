/** One entry at a glance. */
import React from 'react';
import { addIcon } from '@jupyterlab/ui-components';

import type { EntrySummary } from '../entry/api';
import { Classification } from '../entry/facts';
import { ROW } from '../parts/keys';
import { Marked } from '../parts/marked';
import { bytes, count } from '../parts/quantity';
import { When } from '../parts/time';

export interface CardProps {
  entry: EntrySummary;
  query: string;
  onOpen: () => void;
  onInsert: () => void;
}

export function Card({ entry, query, onOpen, onInsert }: CardProps): JSX.Element {
  return (
    <li className="lyc-Card" aria-label={entry.title} data-name={entry.name}>
      <div className="lyc-Card-head">
        <h3>
          <button className={`lyc-Card-open ${ROW}`} onClick={onOpen}>
            <Marked text={entry.title} query={query} />
          </button>
        </h3>
        <button
          className="lyc-IconButton"
          aria-label="Insert"
          title="Insert a snippet that loads it into the notebook"
          onClick={onInsert}
        >
          <addIcon.react tag="span" />
        </button>
      </div>
      <p className="lyc-Card-summary">
        <Marked text={entry.summary} query={query} />
      </p>
      <Facts entry={entry} />
    </li>
  );
}

function Facts({ entry }: { entry: EntrySummary }): JSX.Element {
  return (
    <p className="lyc-Facts">
      <Classification of={entry} />
      <span title="Owner">{entry.owner}</span>
      <When instant={entry.published_at} />
      {entry.formats.length > 0 && <span title="Format">{entry.formats.join(', ')}</span>}
      {entry.rows !== null && <span>{count(entry.rows, 'row')}</span>}
      {entry.size !== null && <span>{bytes(entry.size)}</span>}
    </p>
  );
}
