/** Facts about an entry, as its page and the sidebar show them. */
import React from 'react';
import { lockIcon } from '@jupyterlab/ui-components';

import { bytes, count } from '../parts/quantity';
import { When } from '../parts/time';
import type { Entry, EntrySummary, Resource } from './api';

/** A lock and a word for what is not public. */
export function Classification({
  of: entry
}: {
  of: Pick<EntrySummary, 'classification'>;
}): JSX.Element | null {
  return entry.classification === 'public' ? null : (
    <span className="lyc-Lock" title={`Classified as ${entry.classification}`}>
      <lockIcon.react tag="span" height="12px" width="12px" />
      {entry.classification}
    </span>
  );
}

export function EntryFacts({ entry }: { entry: Entry }): JSX.Element {
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

export function Resources({ resources }: { resources: Resource[] }): JSX.Element | null {
  return resources.length ? (
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
  ) : null;
}

export function Links({ links }: { links: Entry['links'] }): JSX.Element | null {
  return links.length ? (
    <>
      <h3>Links</h3>
      <ul className="lyc-Plain">
        {links.map(link => (
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
