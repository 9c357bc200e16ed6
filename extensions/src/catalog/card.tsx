/** One entry at a glance. */
import React from 'react';
import { addIcon, copyIcon, lockIcon, type LabIcon } from '@jupyterlab/ui-components';

import type { EntrySummary } from '../entry/api';
import { Classification, StateBadge } from '../entry/facts';
import { Counts } from '../entry/star';
import { ROW } from '../parts/keys';
import { Marked } from '../parts/marked';
import { bytes, count } from '../parts/quantity';
import { When } from '../parts/time';
import { whoWord } from '../parts/who';
import { trans } from '../words';
import { term } from '../parts/terms';
import { HealthBadge } from '../templates/health';

/** What can be done with an entry that is found; each takes its name. */
export interface CardActions {
  insert: (name: string) => void;
  use: (name: string) => void;
  requestAccess: (name: string) => void;
  /** Take hold of it, to drop it into a notebook. */
  drag: (event: React.MouseEvent, entry: EntrySummary) => void;
}

export interface CardProps {
  entry: EntrySummary;
  /** The words to mark. */
  query: string;
  onOpen: () => void;
  actions: CardActions;
}

export function Card({ entry, query, onOpen, actions }: CardProps): JSX.Element {
  const isInsertable = entry.kind === 'dataset' && entry.may_read !== false;
  // a date, which tells the exact one, lies above the button that covers the card
  const openFromDate = (event: React.MouseEvent) =>
    (event.target as Element).closest('time') && onOpen();
  return (
    <li
      className="lyc-Card"
      aria-label={entry.title}
      data-name={entry.name}
      onClick={openFromDate}
      onMouseDown={event => isInsertable && actions.drag(event, entry)}
    >
      <div className="lyc-Card-head">
        <h3>
          <button className={`lyc-Card-open ${ROW}`} onClick={onOpen}>
            <Marked text={entry.title} query={query} />
          </button>
        </h3>
        <CardAction entry={entry} actions={actions} />
      </div>
      <p className="lyc-Card-summary">
        <Marked text={entry.summary} query={query} />
      </p>
      <Facts entry={entry} />
    </li>
  );
}

function CardAction({ entry, actions }: Pick<CardProps, 'entry' | 'actions'>): JSX.Element | null {
  const button = (label: string, title: string, icon: LabIcon, act: (name: string) => void) => (
    <button
      className="lyc-IconButton"
      aria-label={label}
      title={title}
      onClick={() => act(entry.name)}
    >
      <icon.react tag="span" />
    </button>
  );
  if (entry.may_read === false) {
    const title = trans.__('Request access: you see that it is there, but not its data');
    return button(trans.__('Request access'), title, lockIcon, actions.requestAccess);
  }
  if (entry.kind === 'template') {
    return button(
      trans.__('Use'),
      trans.__('Copy it into the current folder and open it'),
      copyIcon,
      actions.use
    );
  }
  return entry.kind === 'dataset'
    ? button(
        trans.__('Insert'),
        trans.__('Insert a snippet that loads it into the notebook'),
        addIcon,
        actions.insert
      )
    : null;
}

function Facts({ entry }: { entry: EntrySummary }): JSX.Element {
  return (
    <p className="lyc-Facts">
      <StateBadge of={entry} />
      {entry.kind !== 'dataset' && <span title={trans.__('Kind')}>{term(entry.kind)}</span>}
      <Classification of={entry} />
      <span title={trans.__('Owner')}>{whoWord(entry.owner)}</span>
      <When instant={entry.published_at} />
      {entry.formats.length > 0 && (
        <span title={trans.__('Format')}>{entry.formats.join(', ')}</span>
      )}
      {entry.rows !== null && <span>{count(entry.rows, '%1 row', '%1 rows')}</span>}
      {entry.size !== null && <span>{bytes(entry.size)}</span>}
      <Counts of={entry} />
      <HealthBadge health={entry.health} version={entry.version} />
    </p>
  );
}
