/** The searches that a person keeps, and those that others share. */
import { VDomModel } from '@jupyterlab/ui-components';

import { asProblem, type Problem, type Service } from '../request';
import {
  changeSearch,
  fetchSearches,
  forgetSearch,
  keepSearch,
  type SavedSearch,
  type Search
} from './api';

export class SearchesModel extends VDomModel {
  items: SavedSearch[] | null = null;
  problem: Problem | null = null;

  constructor(private readonly service: Service) {
    super();
  }

  async load(): Promise<void> {
    try {
      this.items = (await fetchSearches(this.service)).items;
      this.problem = null;
    } catch (error) {
      this.problem = asProblem(error);
    }
    this.stateChanged.emit();
  }

  async keep(title: string, query: Search): Promise<void> {
    await keepSearch(this.service, { title, query, shared: false });
    await this.load();
  }

  /** Share a search, or no more; it is shown at once, and as the service has it after that. */
  async share({ name, title, query }: SavedSearch, shared: boolean): Promise<void> {
    this.items = this.items?.map(item => (item.name === name ? { ...item, shared } : item)) ?? null;
    this.stateChanged.emit();
    await changeSearch(this.service, name, { title, query, shared }).finally(() => this.load());
  }

  async forget({ name }: SavedSearch): Promise<void> {
    await forgetSearch(this.service, name);
    await this.load();
  }
}
