/** Everything about one entry. */
import React, { useEffect, useRef } from 'react';
import type { IRenderMimeRegistry } from '@jupyterlab/rendermime';
import { caretLeftIcon } from '@jupyterlab/ui-components';

import { ROW } from '../parts/keys';
import { Code, Markdown } from '../parts/markdown';
import { bytes, count } from '../parts/quantity';
import { Skeletons, Trouble } from '../parts/states';
import { When } from '../parts/time';
import type { Entry, Resource } from './api';
import { Classification } from './card';
import { Columns } from './columns';
import type { CatalogModel } from './model';

export interface DetailProps {
  model: CatalogModel;
  rendermime: IRenderMimeRegistry;
  onInsert: (entry: Entry) => void;
}

export function Detail({ model, rendermime, onInsert }: DetailProps): JSX.Element {
  const { entry, entryProblem } = model;
  const back = useFocusWhileOpen(model.open);
  const close = (event: React.KeyboardEvent) => event.key === 'Escape' && model.close();
  return (
    <section className="lyc-Detail" aria-label={entry?.title ?? 'Entry'} onKeyDown={close}>
      <button ref={back} className="lyc-Back" onClick={() => model.close()}>
        <caretLeftIcon.react tag="span" />
        All entries
      </button>
      {entry && <Overview {...{ entry, rendermime, onInsert }} />}
      {!entry && !entryProblem && <Skeletons number={4} height={72} />}
      {!entry && entryProblem && (
        <Trouble
          problem={entryProblem}
          what="the details of this entry"
          retry={() => void model.show(model.open!)}
        />
      )}
    </section>
  );
}

/** Take the focus into the detail, and back to the card it was opened from. */
function useFocusWhileOpen(name: string | null): React.RefObject<HTMLButtonElement> {
  const back = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    const panel = back.current?.closest('.lyc-Panel');
    back.current?.focus({ preventScroll: true });
    return () => panel?.querySelector<HTMLElement>(`[data-name="${name}"] .${ROW}`)?.focus();
  }, [name]);
  return back;
}

interface OverviewProps {
  entry: Entry;
  rendermime: IRenderMimeRegistry;
  onInsert: (entry: Entry) => void;
}

function Overview({ entry, rendermime, onInsert }: OverviewProps): JSX.Element {
  return (
    <div className="lyc-Scroll">
      <h2>{entry.title}</h2>
      <p className="lyc-Lead">{entry.summary}</p>
      <button
        className="jp-mod-styled jp-mod-accept lyc-Button"
        title="Puts the lines below into the notebook"
        onClick={() => onInsert(entry)}
      >
        Insert
      </button>
      <Code rendermime={rendermime} source={entry.snippet} />
      <Facts entry={entry} />
      {entry.description && (
        <>
          <h3>Description</h3>
          <Markdown rendermime={rendermime} source={entry.description} />
        </>
      )}
      {entry.columns.length > 0 && <Columns columns={entry.columns} />}
      <Resources resources={entry.resources} />
      <Links entry={entry} />
    </div>
  );
}

function Facts({ entry }: { entry: Entry }): JSX.Element {
  const size = [
    entry.rows === null ? '' : count(entry.rows, 'row'),
    entry.size === null ? '' : bytes(entry.size)
  ];
  const facts: [string, React.ReactNode][] = [
    ['Size', size.filter(Boolean).join(' · ')],
    ['Published', <When key="when" instant={entry.published_at} />],
    ['Owner', entry.owner],
    ['Steward', entry.steward],
    ['Contact', entry.contact],
    ['Licence', entry.licence],
    ['Access', entry.classification === 'public' ? 'public' : <Classification of={entry} />],
    ['Domain', entry.domain],
    ['Source', entry.source && <Source text={entry.source} />],
    ['Tags', entry.tags.join(', ')],
    ['Version', entry.version]
  ];
  return (
    <dl className="lyc-Definitions">
      {facts
        .filter(([, fact]) => fact)
        .map(([term, fact]) => (
          <React.Fragment key={term}>
            <dt>{term}</dt>
            <dd>{fact}</dd>
          </React.Fragment>
        ))}
    </dl>
  );
}

function Resources({ resources }: { resources: Resource[] }): JSX.Element {
  return (
    <>
      <h3>Resources</h3>
      <ul className="lyc-Plain">
        {resources.map(resource => (
          <li key={resource.name}>
            <strong>{resource.name}</strong>
            <span className="lyc-Quiet">
              {[resource.reader, resource.size === null ? '' : bytes(resource.size)]
                .filter(part => part && part !== resource.name)
                .join(' · ')}
            </span>
            <code className="lyc-Path">{resource.url}</code>
          </li>
        ))}
      </ul>
    </>
  );
}

function Links({ entry }: { entry: Entry }): JSX.Element | null {
  return entry.links.length ? (
    <>
      <h3>Links</h3>
      <ul className="lyc-Plain">
        {entry.links.map(link => (
          <li key={link.url}>
            <Source text={link.url} title={link.title} />
          </li>
        ))}
      </ul>
    </>
  ) : null;
}

/** A link when the text is a web address, else the text; no other scheme ever becomes a link. */
function Source({ text, title = text }: { text: string; title?: string }): JSX.Element {
  return /^https?:\/\//i.test(text) ? (
    <a href={text} target="_blank" rel="noopener noreferrer">
      {title}
    </a>
  ) : (
    <>{title}</>
  );
}
