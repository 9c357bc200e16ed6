/** What one's own server tells of the packages in its environment. */
import type { Service } from '../request';

export interface Package {
  name: string;
  version: string;
}

export interface Change {
  name: string;
  /** Null where it was not there. */
  before: string | null;
  now: string | null;
}

export interface Packages {
  /** Empty where the server is no container. */
  image: string;
  items: Package[];
  /** When the environment became another one; null where none is known before this one. */
  since: string | null;
  changed: Change[];
}

export const fetchPackages = (service: Service) => service.get<Packages>('packages');

/** Return the packages in whose name all words of a filter are. */
export function matching(items: Package[], filter: string): Package[] {
  const words = filter.toLowerCase().split(/\s+/);
  return items.filter(({ name }) => words.every(word => name.toLowerCase().includes(word)));
}
