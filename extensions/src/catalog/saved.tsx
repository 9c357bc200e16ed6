/** Saved searches: to open, to share, to delete, and the one on the screen to save. */
import React from 'react';
import { closeIcon, UseSignal } from '@jupyterlab/ui-components';

import { Skeletons, Trouble } from '../parts/states';
import { trans } from '../words';
import { rich } from '../parts/rich';
import { searchOf, type SavedSearch } from './api';
import type { CatalogModel } from './model';

/** What can be done with saved searches. */
export interface SavedActions {
  save: () => void;
  share: (search: SavedSearch, shared: boolean) => void;
  delete: (search: SavedSearch) => void;
}

export interface SavedProps {
  model: CatalogModel;
  actions: SavedActions;
  onDone: () => void;
}

export function Saved({ model, actions, onDone }: SavedProps): JSX.Element {
  const { searches } = model;
  const open = (search: SavedSearch) => {
    model.ask(searchOf(search));
    onDone();
  };
  return (
    <UseSignal signal={searches.stateChanged}>
      {() => (
        <>
          <button className="jp-mod-styled lyc-Button" onClick={actions.save}>
            {trans.__('Save this search…')}
          </button>
          {searches.problem && (
            <Trouble problem={searches.problem} what={trans.__('saved searches')} />
          )}
          {!searches.items && !searches.problem && <Skeletons number={1} height={24} />}
          {searches.items?.length === 0 && (
            <p className="lyc-Quiet">
              {trans.__('Searches that you save, and those that others share, stand here.')}
            </p>
          )}
          <ul className="lyc-Saved" aria-label={trans.__('Saved searches')}>
            {searches.items?.map(search => (
              <Row
                key={search.name}
                search={search}
                actions={actions}
                onOpen={() => open(search)}
              />
            ))}
          </ul>
        </>
      )}
    </UseSignal>
  );
}

interface RowProps {
  search: SavedSearch;
  actions: SavedActions;
  onOpen: () => void;
}

function Row({ search, actions, onOpen }: RowProps): JSX.Element {
  const { title, owner, shared, mine } = search;
  return (
    <li aria-label={title}>
      <button className="lyc-Link" onClick={onOpen}>
        {title}
      </button>
      {mine ? (
        <>
          <label
            title={trans.__(
              'Everybody finds it here, and as searches/%1.yaml in Intake',
              search.name
            )}
          >
            <input
              type="checkbox"
              checked={shared}
              onChange={event => actions.share(search, event.target.checked)}
            />
            {trans.__('shared')}
          </label>
          <button
            className="lyc-IconButton"
            aria-label={trans.__('Delete “%1”', title)}
            title={trans.__('Delete')}
            onClick={() => actions.delete(search)}
          >
            <closeIcon.react tag="span" />
          </button>
        </>
      ) : (
        <span className="lyc-Quiet">{rich('by %1', owner)}</span>
      )}
    </li>
  );
}
