/** What an entry's page knows: the entry, at its present version or an earlier one, and the tab that is open. */
import { FreshModel } from '../parts/fresh';
import type { Service } from '../request';
import { fetchEntry, type Entry } from './api';

const FRESH_FOR = 5 * 60 * 1000;

/** Which page: an entry, one of its tabs, and a version where it is not the present one. */
export type EntryArguments = { name: string; tab?: string; version?: number };

export class EntryModel extends FreshModel {
  entry: Entry | null = null;
  tab: string;
  readonly name: string;
  readonly version?: number;

  constructor(
    { name, tab = 'overview', version }: EntryArguments,
    readonly service: Service
  ) {
    super(`lyceum:entry:${name}`);
    this.name = name;
    this.tab = tab;
    this.version = version;
  }

  /** What opens this page again as it is. */
  get args(): EntryArguments {
    const { name, tab, version } = this;
    return version === undefined ? { name, tab } : { name, tab, version };
  }

  open(tab: string): void {
    this.tab = tab;
    this.stateChanged.emit();
  }

  protected async load(): Promise<number> {
    this.entry = await fetchEntry(this.service, this.name, this.version);
    return FRESH_FOR;
  }
}
