/** What the catalog panel knows: the search, what it found, and the entry that is open. */
import { Debouncer } from '@lumino/polling';

import { fetchEntry, type Entry } from '../entry/api';
import { setStar } from '../entry/opinions';
import { FreshModel } from '../parts/fresh';
import { asProblem, type Problem, type Service } from '../request';
import {
  ENTRIES_A_PAGE,
  FACETS,
  fetchFound,
  type Facet,
  type Found,
  type Search,
  type Sort
} from './api';
import { CompletionModel } from './completion';
import { SearchesModel } from './searches';

const TYPING_PAUSE = 120;
const FRESH_FOR = 5 * 60 * 1000;

export class CatalogModel extends FreshModel {
  search: Search = {};
  /** The search that the shown entries were found for. */
  answered: Search = {};
  found: Found | null = null;
  /** The name of the entry that is open. */
  open: string | null = null;
  entry: Entry | null = null;
  entryProblem: Problem | null = null;
  readonly completion: CompletionModel;
  readonly searches: SearchesModel;

  private limit = ENTRIES_A_PAGE;
  private readonly typing: Debouncer;

  constructor(private readonly service: Service) {
    super('lyceum:catalog');
    this.completion = new CompletionModel(service);
    this.searches = new SearchesModel(service);
    this.typing = new Debouncer(() => this.refresh(), TYPING_PAUSE);
  }

  override dispose(): void {
    this.typing.dispose();
    this.completion.dispose();
    this.searches.dispose();
    super.dispose();
  }

  get query(): string {
    return this.search.q ?? '';
  }

  /** The words whose places are marked: those that were searched for in the end. */
  get marked(): string {
    return this.found?.corrected ?? this.answered.q ?? '';
  }

  get hasMore(): boolean {
    return !!this.found && this.found.items.length < this.found.total;
  }

  /** The facets asked for, with their values. */
  get chosen(): [Facet, string][] {
    return FACETS.flatMap(facet => {
      const value = this.search[facet];
      return value ? [[facet, value] as [Facet, string]] : [];
    });
  }

  /** Search for words as they are typed. */
  type(q: string): void {
    this.completion.ask(q);
    this.change({ ...this.search, q });
    void this.typing.invoke();
  }

  /** Ask for a value of a facet, or for any. */
  narrow(facet: Facet, value: string): void {
    this.ask({ ...this.search, [facet]: value || undefined });
  }

  /** Order by what is asked for; without words, by relevance is by name. */
  sortBy(sort: Sort | ''): void {
    this.ask({ ...this.search, sort: sort || undefined });
  }

  /** Ask for any value of every facet, and keep the words and the order. */
  widen(): void {
    const { q, sort } = this.search;
    this.ask({ q, sort });
  }

  /** Search for exactly this, at once. */
  ask(search: Search): void {
    this.change(search);
    void this.refresh();
  }

  showMore(): void {
    this.limit += ENTRIES_A_PAGE;
    void this.refresh();
  }

  /** Return an entry with all its details, as fresh as the service has it. */
  fetch(name: string, version?: number): Promise<Entry> {
    return fetchEntry(this.service, name, version);
  }

  async show(name: string): Promise<void> {
    this.open = name;
    this.entry = this.entry?.name === name ? this.entry : null;
    this.entryProblem = null;
    this.stateChanged.emit();
    try {
      const entry = await this.fetch(name);
      this.entry = this.open === name ? entry : this.entry;
    } catch (error) {
      this.entryProblem = asProblem(error);
    }
    this.stateChanged.emit();
  }

  /** Give the person's star to an entry, or take it back; cards count anew. */
  async star({ name, starred }: Entry): Promise<void> {
    await setStar(this.service, name, !starred);
    await Promise.all([this.show(name), this.refresh()]);
  }

  close(): void {
    this.open = null;
    this.stateChanged.emit();
  }

  protected async load(): Promise<number> {
    const { search } = this;
    const found = await fetchFound(this.service, { ...search, q: search.q?.trim() }, this.limit);
    if (search === this.search) {
      this.found = found;
      this.answered = search;
    }
    if (this.open && this.entryProblem?.isOffline) {
      void this.show(this.open);
    }
    return FRESH_FOR;
  }

  private change(search: Search): void {
    this.search = search;
    this.limit = ENTRIES_A_PAGE;
    this.stateChanged.emit();
  }
}
