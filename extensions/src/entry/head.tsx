/** The head of an entry's page: what it is, how it stands, and what can be done with it. */
import React from 'react';

import type { Entry } from './api';

/** What can be done with an entry. */
export interface EntryActions {
  /** Put what loads a data set into the notebook. */
  insert: (entry: Entry) => void;
  /** Copy a template into the home folder and open it. */
  use: (entry: Entry) => void;
  /** Open the page of another entry, or of another version. */
  open: (name: string, version?: number) => void;
}

export interface HeadProps {
  entry: Entry;
  /** The version shown, where it is not the present one. */
  version?: number;
  actions: EntryActions;
}

export function Head({ entry, version, actions }: HeadProps): JSX.Element {
  return (
    <header className="lyc-Article-head">
      <div>
        <h1>{entry.title}</h1>
        <p className="lyc-Lead">{entry.summary}</p>
        {version !== undefined && (
          <p role="status">
            This is version {version}.{' '}
            <button className="lyc-Link" onClick={() => actions.open(entry.name)}>
              See the present one
            </button>
          </p>
        )}
      </div>
      <div className="lyc-Buttons">
        <MainAction entry={entry} actions={actions} />
      </div>
    </header>
  );
}

function MainAction({ entry, actions }: Omit<HeadProps, 'version'>): JSX.Element | null {
  const button = (label: string, title: string, act: () => void) => (
    <button className="jp-mod-styled jp-mod-accept lyc-Button" title={title} onClick={act}>
      {label}
    </button>
  );
  if (entry.kind === 'template') {
    return button('Use', 'Copy it into the current folder and open it', () => actions.use(entry));
  }
  return entry.snippet
    ? button('Insert', 'Puts the lines that load it into the notebook', () => actions.insert(entry))
    : null;
}
