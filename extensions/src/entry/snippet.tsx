/** The lines that load an entry, in the library that is preferred. */
import React from 'react';
import type { IRenderMimeRegistry } from '@jupyterlab/rendermime';
import { UseSignal } from '@jupyterlab/ui-components';

import { Code } from '../parts/markdown';
import { trans } from '../words';
import type { Entry, Flavour } from './api';
import type { Flavours } from './flavours';

export interface SnippetProps {
  entry: Entry;
  flavours: Flavours;
  rendermime: IRenderMimeRegistry;
}

export function Snippet({ entry, flavours, rendermime }: SnippetProps): JSX.Element {
  return (
    <UseSignal signal={flavours.stateChanged}>
      {() => <Code rendermime={rendermime} source={flavours.source(entry)} />}
    </UseSignal>
  );
}

/** The libraries to choose from; nothing where there is no choice. */
export function FlavourChoice({
  entry,
  flavours
}: Omit<SnippetProps, 'rendermime'>): JSX.Element | null {
  const offered = flavours.of(entry);
  return offered.length > 1 ? (
    <UseSignal signal={flavours.stateChanged}>
      {() => (
        <label className="lyc-Flavour">
          {trans.__('with')}{' '}
          <select
            aria-label={trans.__('Library')}
            value={flavours.for(entry)}
            onChange={event => flavours.choose(event.target.value as Flavour)}
          >
            {offered.map(flavour => (
              <option key={flavour}>{flavour}</option>
            ))}
          </select>
        </label>
      )}
    </UseSignal>
  ) : null;
}
