/** What fills the home folder, and what is done about it. */
import { FreshModel } from '../parts/fresh';
import type { Service } from '../request';
import { deleteForGood, fetchRoom, type Room } from './api';

const EVERY = 60000; // a large home takes seconds to look through

export class RoomModel extends FreshModel {
  room: Room | null = null;
  /** Where one looks. */
  path = '';

  constructor(private readonly service: Service) {
    super('lyceum:room');
  }

  /** Whether this JupyterLab was started only to make room. */
  get isRescue(): boolean {
    return !!this.room?.needed;
  }

  /** Whether there is room again for an ordinary JupyterLab. */
  get hasRoom(): boolean {
    return !!this.room && this.room.free >= this.room.needed;
  }

  look(path: string): Promise<void> {
    this.path = path;
    return this.refresh();
  }

  async delete(path: string): Promise<void> {
    await deleteForGood(this.service, path);
    await this.refresh();
  }

  protected async load(): Promise<number> {
    this.room = await fetchRoom(this.service, this.path);
    return EVERY;
  }
}
