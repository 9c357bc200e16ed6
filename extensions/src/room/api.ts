/** What one's own server tells of the room in the home folder. */
import type { Service } from '../request';

export interface Item {
  /** In the home folder. */
  path: string;
  /** Bytes on the disk. */
  size: number;
  is_folder: boolean;
}

export interface Room {
  /** Where one looks; '' is the home folder itself. */
  path: string;
  /** Bytes that must be free before one can work; 0 where this server is no rescue. */
  needed: number;
  free: number;
  total: number;
  trash: number;
  /** What the folder holds, largest first. */
  items: Item[];
  /** The largest files in and below it. */
  files: Item[];
}

export const TRASH = '.local/share/Trash';

export const fetchRoom = (service: Service, path: string) => service.get<Room>('room', { path });

/** Delete a file or folder for good. */
export const deleteForGood = (service: Service, path: string) =>
  service.delete(`room?${new URLSearchParams({ path })}`);
