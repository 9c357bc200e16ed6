/** What the catalog panel knows: the search, its results, and the entry that is open. */
import { Debouncer } from '@lumino/polling';

import { fetchEntry, type Entry, type EntrySummary } from '../entry/api';
import { FreshModel } from '../parts/fresh';
import { asProblem, type Page, type Problem, type Service } from '../request';
import { ENTRIES_A_PAGE, fetchEntries } from './api';

const TYPING_PAUSE = 120;
const FRESH_FOR = 5 * 60 * 1000;

export class CatalogModel extends FreshModel {
  query = '';
  /** What the shown results were found for. */
  answered = '';
  page: Page<EntrySummary> | null = null;
  /** The name of the entry that is open. */
  open: string | null = null;
  entry: Entry | null = null;
  entryProblem: Problem | null = null;

  private limit = ENTRIES_A_PAGE;
  private readonly typing: Debouncer;

  constructor(private readonly service: Service) {
    super('lyceum:catalog');
    this.typing = new Debouncer(() => this.refresh(), TYPING_PAUSE);
  }

  override dispose(): void {
    this.typing.dispose();
    super.dispose();
  }

  get isSearching(): boolean {
    return this.query.trim() !== this.answered;
  }

  get hasMore(): boolean {
    return !!this.page && this.page.items.length < this.page.total;
  }

  search(query: string): void {
    this.query = query;
    this.limit = ENTRIES_A_PAGE;
    this.stateChanged.emit();
    void this.typing.invoke();
  }

  showMore(): void {
    this.limit += ENTRIES_A_PAGE;
    void this.refresh();
  }

  /** Return an entry with all its details, as fresh as the service has it. */
  fetch(name: string): Promise<Entry> {
    return fetchEntry(this.service, name);
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

  close(): void {
    this.open = null;
    this.stateChanged.emit();
  }

  protected async load(): Promise<number> {
    const query = this.query.trim();
    this.receive(query, await fetchEntries(this.service, query, this.limit));
    return FRESH_FOR;
  }

  private receive(query: string, page: Page<EntrySummary>): void {
    if (query === this.query.trim()) {
      this.page = page;
      this.answered = query;
    }
    if (this.open && this.entryProblem?.isOffline) {
      void this.show(this.open);
    }
  }
}
