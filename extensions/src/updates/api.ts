/** Updates of copies of templates and modules, as the server half of this extension tells them. */
import type { Service } from '../request';
import type { Difference } from '../runs/difference';

/** What there is newer than what was copied. */
export interface Offer {
  /** The name of the template or the course. */
  entry: string;
  title: string;
  from: number;
  to: number;
}

export interface Cell {
  cell_type: string;
  source: string;
}

/** Cells that both sides changed: as they were copied, as they are here, and as the new version has them. */
export interface Conflict {
  base: Cell[];
  mine: Cell[];
  theirs: Cell[];
}

export type Choice = 'mine' | 'theirs' | 'both';

/** What an update would make of a copy; `to` is missing where there is nothing newer. */
export interface Preview extends Omit<Offer, 'to'> {
  to: number | null;
  /** What tells this file from the same one changed meanwhile. */
  seen: string;
  conflicts: Conflict[];
  /** What changes by itself. */
  difference: Difference;
}

export interface Update {
  path: string;
  seen: string;
  to: number;
  choices: Choice[];
}

export const fetchOffer = async (service: Service, path: string): Promise<Offer | null> =>
  (await service.get<{ offer: Offer | null }>('updates/offer', { path })).offer;

export const fetchPreview = (service: Service, path: string): Promise<Preview> =>
  service.get('updates/preview', { path });

/** Update the copy; answers where the old one is kept. */
export const update = (service: Service, wanted: Update): Promise<{ path: string; kept: string }> =>
  service.post('updates', wanted);
