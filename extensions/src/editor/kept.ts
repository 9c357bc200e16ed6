/** What was typed and is not saved yet, kept in the browser: it outlives a reload, and an hour without a network. */
import type { Draft } from './record';

export interface Kept {
  record: Draft;
  summary: string;
  /** Text that was not read as a record. */
  text: string | null;
  /** The proposal that it changes, and the revision that it was made from. */
  proposal: string | null;
  revision: number | null;
  baseVersion: number | null;
}

/** The place of one editor in the browser's own storage; a browser that keeps nothing is no trouble. */
export class Keeper {
  private readonly name: string;

  constructor(baseUrl: string, key: string) {
    this.name = nameOf(baseUrl, key);
  }

  get(): Kept | null {
    try {
      return JSON.parse(window.localStorage.getItem(this.name) ?? 'null') as Kept | null;
    } catch {
      return null;
    }
  }

  set(kept: Kept): void {
    try {
      window.localStorage.setItem(this.name, JSON.stringify(kept));
    } catch {
      this.forget(); // an older state would be worse than none
    }
  }

  forget(): void {
    window.localStorage.removeItem(this.name);
  }
}

/** Return the keys, of those that begin so, under which something is kept that the service does not have. */
export function keptKeys(baseUrl: string, beginning: string): string[] {
  const prefix = nameOf(baseUrl, '');
  const keys = Object.keys(window.localStorage)
    .filter(name => name.startsWith(prefix + beginning))
    .map(name => name.slice(prefix.length));
  return keys.filter(key => new Keeper(baseUrl, key).get()?.proposal === null);
}

function nameOf(baseUrl: string, key: string): string {
  return `lyceum:editor:${baseUrl}:${key}`;
}
