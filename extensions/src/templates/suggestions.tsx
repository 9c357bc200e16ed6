/** The templates that are near to the notebook one has open, above the others, and what they have in common. */
import React from 'react';
import { UseSignal } from '@jupyterlab/ui-components';

import { ROW } from '../parts/keys';
import { rich } from '../parts/rich';
import { trans } from '../words';
import type { TemplateSummary } from './api';
import type { NearModel } from './near';

const MOST = 3;

export interface SuggestionsProps {
  near: NearModel;
  /** Those that are shown, in Lab's language. */
  templates: TemplateSummary[];
  onOpen: (name: string) => void;
}

export function Suggestions({ near, ...more }: SuggestionsProps): JSX.Element {
  return (
    <UseSignal signal={near.stateChanged}>{() => <Nearest near={near} {...more} />}</UseSignal>
  );
}

function Nearest({ near, templates, onOpen }: SuggestionsProps): JSX.Element | null {
  const titles = new Map(templates.map(({ name, title }) => [name, title]));
  const items = near.items.filter(({ name }) => titles.has(name)).slice(0, MOST);
  return items.length ? (
    <section className="lyc-Near" aria-label={trans.__('Near to %1', near.notebook)}>
      <h3>{rich('Near to %1', <em>{near.notebook}</em>)}</h3>
      <ul>
        {items.map(({ name, shared }) => (
          <li key={name} aria-label={titles.get(name)}>
            <button className={`lyc-Link ${ROW}`} onClick={() => onOpen(name)}>
              {titles.get(name)}
            </button>
            <p className="lyc-Quiet">{trans.__('In common: %1', shared.join(', '))}</p>
          </li>
        ))}
      </ul>
    </section>
  ) : null;
}
