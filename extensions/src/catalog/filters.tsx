/** What narrows and orders a search: a row of tools, the facets when they are wanted, and what is chosen. */
import React, { useId, useState } from 'react';
import { closeIcon } from '@jupyterlab/ui-components';

import { trans } from '../words';
import { FACETS, type Count, type Facet, type Sort } from './api';
import type { CatalogModel } from './model';
import { Saved, type SavedActions } from './saved';
import { facetWords, sortWords, valueWord } from './words';

type Section = 'filter' | 'saved';

export interface ToolsProps {
  model: CatalogModel;
  actions: SavedActions;
}

export function Tools({ model, actions }: ToolsProps): JSX.Element {
  const id = useId();
  const [open, setOpen] = useState<Section | null>(null);
  const toggle = (section: Section) => {
    setOpen(section === open ? null : section);
    if (section === 'saved' && open !== 'saved') {
      void model.searches.load();
    }
  };
  const disclosure = (section: Section, label: string) => (
    <button
      className="lyc-Tool"
      aria-expanded={section === open}
      aria-controls={section === open ? id : undefined}
      onClick={() => toggle(section)}
    >
      {label}
    </button>
  );
  return (
    <>
      <div className="lyc-Tools">
        {disclosure('filter', trans.__('Filter'))}
        {disclosure('saved', trans.__('Saved'))}
        <Sorting model={model} />
      </div>
      {open && (
        <div id={id} className="lyc-Drawer">
          {open === 'filter' ? (
            <Facets model={model} />
          ) : (
            <Saved model={model} actions={actions} onDone={() => setOpen(null)} />
          )}
        </div>
      )}
      <Chosen model={model} />
    </>
  );
}

function Sorting({ model }: { model: CatalogModel }): JSX.Element {
  const normal: Sort = model.query.trim() ? 'relevance' : 'name';
  const orders = (Object.keys(sortWords()) as Sort[]).filter(
    order => order !== 'relevance' || normal === 'relevance'
  );
  return (
    <select
      className="lyc-Sort"
      aria-label={trans.__('Sort')}
      title={trans.__('Sort')}
      value={model.search.sort ?? normal}
      onChange={event => model.sortBy(event.target.value as Sort)}
    >
      {orders.map(order => (
        <option key={order} value={order}>
          {sortWords()[order]}
        </option>
      ))}
    </select>
  );
}

function Facets({ model }: { model: CatalogModel }): JSX.Element {
  const { facets } = model.found ?? {};
  return (
    <div className="lyc-Facets">
      {FACETS.map(facet => (
        <FacetChoice key={facet} facet={facet} counts={facets?.[facet] ?? []} model={model} />
      ))}
    </div>
  );
}

interface FacetChoiceProps {
  facet: Facet;
  counts: Count[];
  model: CatalogModel;
}

/** A facet's values with how many entries have each; the one chosen stays among them. */
function FacetChoice({ facet, counts, model }: FacetChoiceProps): JSX.Element {
  const id = useId();
  const chosen = model.search[facet] ?? '';
  const offered = counts.filter(({ count }) => count !== 0);
  const isMissing = chosen && !offered.some(({ value }) => String(value) === chosen);
  return (
    <div>
      <label htmlFor={id}>{facetWords()[facet]}</label>
      <select
        id={id}
        value={chosen}
        disabled={!offered.length && !chosen}
        onChange={event => model.narrow(facet, event.target.value)}
      >
        <option value="">{trans.__('Any')}</option>
        {isMissing && <option value={chosen}>{valueWord(facet, chosen)} (0)</option>}
        {offered.map(({ value, count }) => (
          <option key={value} value={value}>
            {valueWord(facet, String(value))} ({count})
          </option>
        ))}
      </select>
    </div>
  );
}

/** What is chosen, each with a button that gives it up. */
function Chosen({ model }: { model: CatalogModel }): JSX.Element | null {
  return model.chosen.length ? (
    <ul className="lyc-Chips" aria-label={trans.__('Filters')}>
      {model.chosen.map(([facet, value]) => (
        <li key={facet}>
          <button
            className="lyc-Chip"
            aria-label={trans.__(
              'Remove the filter %1: %2',
              facetWords()[facet],
              valueWord(facet, value)
            )}
            title={facetWords()[facet]}
            onClick={() => model.narrow(facet, '')}
          >
            <span>{valueWord(facet, value)}</span>
            <closeIcon.react tag="span" width="12px" height="12px" />
          </button>
        </li>
      ))}
      {model.chosen.length > 1 && (
        <li>
          <button className="lyc-Link" onClick={() => model.widen()}>
            {trans.__('Clear all')}
          </button>
        </li>
      )}
    </ul>
  ) : null;
}
