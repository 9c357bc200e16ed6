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
    this.name = `lyceum:editor:${baseUrl}:${key}`;
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
