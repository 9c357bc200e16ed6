/** What a query that is being typed may become. */
import { VDomModel } from '@jupyterlab/ui-components';
import { Debouncer } from '@lumino/polling';

import type { Service } from '../request';
import { fetchCompletions } from './api';

const TYPING_PAUSE = 120;
const MOST = 5;

export class CompletionModel extends VDomModel {
  items: string[] = [];
  private query = '';
  private readonly typing: Debouncer;

  constructor(private readonly service: Service) {
    super();
    this.typing = new Debouncer(() => this.load(), TYPING_PAUSE);
  }

  override dispose(): void {
    this.typing.dispose();
    super.dispose();
  }

  /** Find completions of a query; what was found for an earlier one is not shown for it. */
  ask(query: string): void {
    this.query = query;
    this.items = this.items.filter(item => item.startsWith(query.toLowerCase()) && item !== query);
    this.stateChanged.emit();
    void this.typing.invoke();
  }

  private async load(): Promise<void> {
    const { query } = this;
    const found = query.trim() ? await this.fetch(query) : [];
    if (query === this.query) {
      this.items = found.filter(item => item !== query.trim().toLowerCase()).slice(0, MOST);
      this.stateChanged.emit();
    }
  }

  /** Return completions; none where nobody answers, for one can type on without them. */
  private async fetch(query: string): Promise<string[]> {
    const answer = fetchCompletions(this.service, query, MOST + 1);
    return answer.then(({ items }) => items).catch(() => []);
  }
}
