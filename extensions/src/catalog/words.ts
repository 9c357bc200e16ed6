/** What facets, their values and orders are called. */
import { whoWord } from '../parts/who';
import type { Facet, Sort } from './api';

export const FACET_WORDS: Record<Facet, string> = {
  kind: 'Kind',
  domain: 'Domain',
  tag: 'Tag',
  format: 'Format',
  owner: 'Owner',
  classification: 'Classification',
  updated_within: 'Freshness',
  state: 'State'
};

export const SORT_WORDS: Record<Sort, string> = {
  relevance: 'by relevance',
  name: 'by name',
  date: 'newest first',
  use: 'most used first'
};

const VALUE_WORDS: Partial<Record<Facet, Record<string, string>>> = {
  kind: { dataset: 'data set' },
  updated_within: { '7': 'last week', '30': 'last month', '365': 'last year' }
};

/** Return a value of a facet as people read it. */
export function valueWord(facet: Facet, value: string): string {
  return facet === 'owner' ? whoWord(value) : (VALUE_WORDS[facet]?.[value] ?? value);
}
