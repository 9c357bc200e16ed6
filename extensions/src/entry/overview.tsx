/** The tab *Overview*: what an entry says about itself. */
import React, { useId } from 'react';

import { commandIds } from '../commands';
import { Markdown } from '../parts/markdown';
import { trans } from '../words';
import type { Entry } from './api';
import { Definitions, EntryFacts, Links, Resources } from './facts';
import { expectationWords } from './quality';
import { Snippet } from './snippet';
import type { TabProps } from './tabs';

export function Overview({ entry, rendermime, commands, flavours }: TabProps): JSX.Element {
  const open = (name: string) => void commands.execute(commandIds.openEntry, { name });
  return (
    <div className="lyc-Overview">
      <aside aria-label={trans.__('At a glance')}>
        <EntryFacts entry={entry} onOpen={open} />
      </aside>
      {entry.description && <Markdown rendermime={rendermime} source={entry.description} />}
      {flavours.source(entry) && (
        <Part title={trans.__('Load it')}>
          <Snippet entry={entry} flavours={flavours} rendermime={rendermime} />
        </Part>
      )}
      <Quality entry={entry} />
      <Glossary entry={entry} />
      {!!entry.resources?.length && (
        <Part title={trans.__('Resources')}>
          <Resources resources={entry.resources} />
        </Part>
      )}
      {entry.links.length > 0 && (
        <Part title={trans.__('Read on')}>
          <Links links={entry.links} />
        </Part>
      )}
    </div>
  );
}

function Part({ title, children }: { title: string; children: React.ReactNode }): JSX.Element {
  const id = useId();
  return (
    <section aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      {children}
    </section>
  );
}

function Quality({ entry: { quality = [] } }: { entry: Entry }): JSX.Element | null {
  return quality.length ? (
    <Part title={trans.__('What holds when the data are as they should be')}>
      <ul className="lyc-Plain">
        {quality.map((expectation, i) => (
          <li key={i}>
            <code>{expectation.column}</code> {expectationWords(expectation)}
          </li>
        ))}
      </ul>
    </Part>
  ) : null;
}

function Glossary({ entry: { glossary = [] } }: { entry: Entry }): JSX.Element | null {
  return glossary.length ? (
    <Part title={trans.__('Words as they are meant here')}>
      <Definitions facts={glossary.map(({ term, meaning }) => [term, meaning])} />
    </Part>
  ) : null;
}
