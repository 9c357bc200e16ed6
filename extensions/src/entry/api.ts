/** Entries as the service tells them, whatever their kind. */
import type { Service } from '../request';
import type { Check } from '../templates/health';

export type Kind = 'dataset' | 'template';
export type Classification = 'public' | 'internal' | 'confidential' | 'personal';
export type State = 'published' | 'deprecated' | 'retired';

export interface EntrySummary {
  name: string;
  kind: Kind;
  title: string;
  summary: string;
  owner: string;
  steward: string;
  domain: string | null;
  tags: string[];
  licence: string | null;
  classification: Classification;
  formats: string[];
  rows: number | null;
  /** In bytes. */
  size: number | null;
  version: number;
  state: State;
  published_at: string;
  /** Whether the person may read the data, and not only see that they are there. */
  may_read?: boolean;
  /** Loads of the last ninety days. */
  uses?: number;
  /** How a notebook fared when the workspace last ran it, with each profile. */
  health?: Check[];
  stars?: number;
  comments?: number;
  /** The name of the entry to use instead of a deprecated one. */
  successor?: string | null;
}

/** What people think of an entry: how often they use it, how many star it and comment on it. */
export interface Opinions {
  uses: number;
  stars: number;
  comments: number;
  /** Whether the person who looks is one of those who star it. */
  starred: boolean;
}

/** Who may see, read and manage an entry beyond its owner and steward; an empty list: as its classification says. */
export interface Access {
  see: string[];
  read: string[];
  manage: string[];
}

/** The libraries that snippets are written for. */
export type Flavour = 'pandas' | 'dask' | 'polars';

export interface Column {
  name: string;
  type: string;
  unit?: string | null;
  description?: string | null;
  personal?: boolean;
  sensitive?: boolean;
}

export interface Resource {
  name: string;
  reader: string;
  url: string;
  rows: number | null;
  size: number | null;
}

/** What holds for a column when the data are as they should be. */
export interface Expectation {
  column: string;
  expect: 'present' | 'unique' | 'between' | 'one_of';
  low: number | null;
  high: number | null;
  values: (string | number | boolean)[];
  /** The share of the rows that have to. */
  share: number;
}

/** What a person asked for: to read an entry. */
export interface AccessRequest {
  id: string;
  state: 'asked' | 'granted' | 'refused' | 'revoked' | 'expired';
  asked_at: string;
  expires_at: string | null;
  reason: string | null;
}

/** An entry; what only data sets have is empty for others. */
export interface Entry extends Omit<EntrySummary, 'may_read' | keyof Opinions>, Opinions {
  /** Markdown, written by people. */
  description: string;
  contact: string | null;
  source: string | null;
  links: { title: string; url: string }[];
  columns?: Column[];
  resources?: Resource[];
  glossary?: { term: string; meaning: string }[];
  quality?: Expectation[];
  retention?: string;
  /** Of what is written to be read; English where it says nothing. */
  language?: string;
  /** The name of the entry that it says in another language. */
  translates?: string;
  derived_from?: string[];
  /** Days after which it has to be confirmed. */
  review_every?: number;
  access?: Access | null;
  /** Python source that loads the entry; none where it may not be read. */
  snippet?: string | null;
  /** The same for each library whose tables its first resource can become, the best first. */
  snippets?: Partial<Record<Flavour, string>>;
  published_by: string | null;
  state_reason?: string | null;
  confirmed_at?: string | null;
  may?: { read: boolean; manage: boolean };
  /** The newest request of the person who looks. */
  request?: AccessRequest | null;
}

/** The path of what the service tells about an entry. */
export function pathOf(name: string, ...rest: (string | number)[]): string {
  return ['api/entries', ...[name, ...rest].map(part => encodeURIComponent(part))].join('/');
}

/** Return an entry at its present version, or at an earlier one. */
export function fetchEntry(service: Service, name: string, version?: number): Promise<Entry> {
  return service.get(version === undefined ? pathOf(name) : pathOf(name, 'versions', version));
}

/** Ask the owner to be allowed to read an entry for some days. */
export function requestAccess(
  service: Service,
  name: string,
  purpose: string,
  days: number
): Promise<AccessRequest> {
  return service.post(pathOf(name, 'requests'), { purpose, days });
}
