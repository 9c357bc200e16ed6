/** What is wrong with a record, and what of that is told: first only what is wrong with fields that were touched. */
import type { Finding } from './api';

export class Findings {
  all: Finding[] = [];
  /** Whether all is told that is wrong. */
  isStrict = false;
  private readonly touched = new Set<string>();

  touch(path: string): void {
    this.touched.add(path);
  }

  /** Forget what was wrong at a place that was changed, or within it. */
  drop(path: string): void {
    this.all = this.all.filter(({ field }) => field !== path && !isIn(field, path));
  }

  /** Begin as if nothing had been touched. */
  startAnew(): void {
    this.touched.clear();
    this.isStrict = false;
  }

  /** Return what is told of a place, or of what is within it where that is asked for. */
  at(path: string, within: boolean): string | undefined {
    const found = this.all.filter(({ field }) => field === path || (within && isIn(field, path)));
    return found.filter(({ field }) => this.isStrict || this.touched.has(field)).map(said)[0];
  }
}

function isIn(field: string, path: string): boolean {
  return field.startsWith(`${path}[`) || field.startsWith(`${path}.`);
}

/** Return what is wrong, and what helps, as sentences. */
export function said({ message, remedy }: Finding): string {
  const text = [message, remedy].filter(Boolean).join(' ');
  return text.charAt(0).toUpperCase() + text.slice(1);
}
