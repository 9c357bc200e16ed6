/** What facets, their values and orders are called. */
import { whoWord } from '../parts/who';
import { trans } from '../words';
import { term } from '../parts/terms';
import type { Facet, Sort } from './api';

export const facetWords = (): Record<Facet, string> => ({
  kind: trans.__('Kind'),
  domain: trans.__('Domain'),
  tag: trans.__('Tag'),
  format: trans.__('Format'),
  owner: trans.__('Owner'),
  classification: trans.__('Classification'),
  updated_within: trans.__('Freshness'),
  state: trans.__('State')
});

export const sortWords = (): Record<Sort, string> => ({
  relevance: trans.__('by relevance'),
  name: trans.__('by name'),
  date: trans.__('newest first'),
  use: trans.__('most used first'),
  stars: trans.__('most stars first')
});

const freshness = (): Record<string, string> => ({
  '7': trans.__('last week'),
  '30': trans.__('last month'),
  '365': trans.__('last year')
});

/** Return a value of a facet as people read it. */
export function valueWord(facet: Facet, value: string): string {
  switch (facet) {
    case 'owner':
      return whoWord(value);
    case 'updated_within':
      return freshness()[value] ?? value;
    case 'kind':
    case 'classification':
    case 'state':
      return term(value);
    default:
      return value;
  }
}
