/** What one's own server is asked about its end, and what it answers. */
import type { Service } from '../request';

/** How this Lab stands; all spans are seconds from now. */
export interface Idleness {
  idle_seconds: number;
  busy: boolean;
  kept_seconds: number;
  /** For how long *Keep* puts off the end. */
  keeps_seconds: number;
  notice: Notice | null;
}

/** That this Lab will be stopped: as nobody uses it, for its age, or for a GPU that it does not use. */
export interface Notice {
  why: 'idle' | 'age' | 'gpu';
  left_seconds: number;
}

export const fetchIdleness = (service: Service) => service.get<Idleness>('idle');

/** Say that one is there, or that one wants this Lab kept. */
export const say = (service: Service, what: 'use' | 'keep') =>
  service.post<Idleness>(`idle/${what}`);
