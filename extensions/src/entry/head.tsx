/** The head of an entry's page: what it is, how it stands, and what can be done with it. */
import React from 'react';

import { whoWord } from '../parts/who';
import { trans } from '../words';
import { rich } from '../parts/rich';
import { term } from '../parts/terms';
import { HealthNote } from '../templates/health';
import { AccessNotice } from './access';
import type { Entry } from './api';
import { Classification, StateBadge } from './facts';
import type { Flavours } from './flavours';
import { FlavourChoice } from './snippet';
import { Counts, StarButton } from './star';

/** What can be done with an entry. */
export interface EntryActions {
  /** Put what loads a data set into the notebook, of a version where that is to be pinned. */
  insert: (entry: Entry, version?: number) => void;
  /** Copy a template into the home folder and open it. */
  use: (entry: Entry) => void;
  /** Look into a template. */
  preview: (entry: Entry) => void;
  requestAccess: (entry: Entry) => void;
  /** Open a run by its id. */
  openRun: (id: string) => void;
  /** Give the person's star, or take it back. */
  star: (entry: Entry) => void;
  /** Open the page of another entry, or of the present version; one of its tabs if need be. */
  open: (name: string, tab?: string) => void;
}

export interface HeadProps {
  entry: Entry;
  /** The version shown, where it is not the present one. */
  version?: number;
  flavours: Flavours;
  actions: EntryActions;
}

export function Head({ entry, version, flavours, actions }: HeadProps): JSX.Element {
  return (
    <header className="lyc-Article-head">
      <div>
        <h1>{entry.title}</h1>
        <p className="lyc-Facts">
          <StateBadge of={{ state: entry.state }} />
          <span>{term(entry.kind)}</span>
          <Classification of={entry} />
          <span title={trans.__('Owner')}>{whoWord(entry.owner)}</span>
          <span>{rich('version %1', entry.version)}</span>
          <Counts of={entry} />
        </p>
        <p className="lyc-Lead">{entry.summary}</p>
        {version === undefined && (
          <HealthNote health={entry.health} version={entry.version} onOpen={actions.openRun} />
        )}
        <Notices entry={entry} version={version} actions={actions} />
      </div>
      <div className="lyc-Buttons">
        <MainActions entry={entry} version={version} flavours={flavours} actions={actions} />
        <StarButton entry={entry} onStar={actions.star} />
      </div>
    </header>
  );
}

/** What one has to know before one uses it, and the step that helps. */
export function Notices({ entry, version, actions }: Omit<HeadProps, 'flavours'>): JSX.Element {
  const link = (name: string, words: string) => (
    <button className="lyc-Link" onClick={() => actions.open(name)}>
      {words}
    </button>
  );
  return (
    <>
      {version !== undefined && (
        <p className="lyc-Note" role="status">
          {rich(
            'This is version %1 as it was. %2',
            version,
            link(entry.name, trans.__('See the present one'))
          )}
        </p>
      )}
      {entry.state !== 'published' && (
        <p className="lyc-Note" role="status">
          {rich(
            'This entry is %1. %2 %3',
            term(entry.state),
            entry.state_reason,
            entry.successor && (
              <>{rich('Use %1 instead.', link(entry.successor, entry.successor))}</>
            )
          )}
        </p>
      )}
      <AccessNotice entry={entry} onRequest={() => actions.requestAccess(entry)} />
    </>
  );
}

export function MainActions({ entry, version, flavours, actions }: HeadProps): JSX.Element | null {
  if (entry.kind === 'template') {
    return (
      <>
        <button
          className="jp-mod-styled jp-mod-accept lyc-Button"
          title={trans.__('Copy it into the current folder and open it')}
          onClick={() => actions.use(entry)}
        >
          {trans.__('Use')}
        </button>
        <button
          className="jp-mod-styled lyc-Button"
          title={trans.__('Look inside before using it')}
          onClick={() => actions.preview(entry)}
        >
          {trans.__('Preview')}
        </button>
      </>
    );
  }
  return flavours.source(entry) ? (
    <>
      <button
        className="jp-mod-styled jp-mod-accept lyc-Button"
        title={trans.__('Puts the lines that load it into the notebook')}
        onClick={() => actions.insert(entry, version)}
      >
        {trans.__('Insert')}
      </button>
      <FlavourChoice entry={entry} flavours={flavours} />
    </>
  ) : null;
}
