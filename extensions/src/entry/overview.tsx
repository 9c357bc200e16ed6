/** The tab *Overview*: what an entry says about itself. */
import React from 'react';

import { Markdown } from '../parts/markdown';
import { EntryFacts, Links, Resources } from './facts';
import type { TabProps } from './tabs';

export function Overview({ entry, rendermime }: TabProps): JSX.Element {
  return (
    <>
      {entry.description && <Markdown rendermime={rendermime} source={entry.description} />}
      <EntryFacts entry={entry} />
      <Resources resources={entry.resources ?? []} />
      <Links links={entry.links} />
    </>
  );
}
