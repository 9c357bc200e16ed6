/** Facts about an entry, as cards, the sidebar and its page show them. */
import React from 'react';

import { bytes, count } from '../parts/quantity';
import { When } from '../parts/time';
import { whoWord } from '../parts/who';
import { trans } from '../words';
import { languageName, term } from '../parts/terms';
import { accessWords } from './access';
import type { Entry, EntrySummary, Resource, State } from './api';

/** A word for what is not public. */
export function Classification({
  of: { classification }
}: {
  of: Pick<EntrySummary, 'classification'>;
}): JSX.Element | null {
  return classification === 'public' ? null : (
    <span title={trans.__('Classification')}>{term(classification)}</span>
  );
}

const SHAPES: Partial<Record<State, JSX.Element>> = {
  deprecated: <path d="M8 2.5l6 11H2zM8 6.5v3.5M8 11.8v.4" />,
  retired: (
    <>
      <circle cx="8" cy="8" r="6" />
      <path d="M4 12L12 4" />
    </>
  )
};

/** A shape and a word for what is no longer to be relied on. */
export function StateBadge({
  of: { state, successor }
}: {
  of: Pick<EntrySummary, 'state' | 'successor'>;
}): JSX.Element | null {
  const shape = SHAPES[state];
  return shape ? (
    <span className="lyc-State lyc-mod-warn" data-state={state}>
      <svg viewBox="0 0 16 16" width={14} height={14} aria-hidden="true">
        {shape}
      </svg>
      {successor ? trans.__('%1, use %2', term(state), successor) : term(state)}
    </span>
  ) : null;
}

export interface EntryFactsProps {
  entry: Entry;
  /** Open the page of another entry. */
  onOpen: (name: string) => void;
}

export function EntryFacts({ entry, onOpen }: EntryFactsProps): JSX.Element {
  const made = entry.derived_from ?? [];
  const facts: [string, React.ReactNode][] = [
    [trans.__('Size'), sizeWords(entry)],
    [trans.__('Version'), entry.version],
    [trans.__('Published'), <When key="when" instant={entry.published_at} />],
    [trans.__('Confirmed'), entry.confirmed_at && <When instant={entry.confirmed_at} />],
    [trans.__('Owner'), whoWord(entry.owner)],
    [trans.__('Steward'), whoWord(entry.steward)],
    [trans.__('Contact'), entry.contact],
    [trans.__('Classification'), term(entry.classification)],
    [trans.__('Access'), accessWords(entry.classification, entry.access)],
    [trans.__('Licence'), entry.licence],
    [trans.__('Domain'), entry.domain],
    [trans.__('Language'), entry.language && languageName(entry.language)],
    [
      trans.__('Translation of'),
      entry.translates && <Names names={[entry.translates]} onOpen={onOpen} />
    ],
    [trans.__('Tags'), entry.tags.join(', ')],
    [trans.__('Retention'), entry.retention],
    [trans.__('Made from'), made.length > 0 && <Names names={made} onOpen={onOpen} />],
    [trans.__('Source'), entry.source && <Source text={entry.source} />]
  ];
  return <Definitions facts={facts.filter(([, fact]) => fact)} />;
}

export function Definitions({ facts }: { facts: [string, React.ReactNode][] }): JSX.Element {
  return (
    <dl className="lyc-Definitions">
      {facts.map(([term, fact]) => (
        <React.Fragment key={term}>
          <dt>{term}</dt>
          <dd>{fact}</dd>
        </React.Fragment>
      ))}
    </dl>
  );
}

/** A language's name in itself. */
function sizeWords({ rows, size }: Entry): string {
  const parts = [
    rows === null ? '' : count(rows, '%1 row', '%1 rows'),
    size === null ? '' : bytes(size)
  ];
  return parts.filter(Boolean).join(' · ');
}

/** The names of entries, each opening its page. */
function Names({
  names,
  onOpen
}: {
  names: string[];
  onOpen: (name: string) => void;
}): JSX.Element {
  return (
    <span className="lyc-Names">
      {names.map(name => (
        <button key={name} className="lyc-Link" onClick={() => onOpen(name)}>
          {name}
        </button>
      ))}
    </span>
  );
}

export function Resources({ resources }: { resources: Resource[] }): JSX.Element {
  return (
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
  );
}

export function Links({ links }: { links: Entry['links'] }): JSX.Element {
  return (
    <ul className="lyc-Plain">
      {links.map(link => (
        <li key={link.url}>
          <Source text={link.url} title={link.title} />
        </li>
      ))}
    </ul>
  );
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
