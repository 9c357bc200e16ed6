/** What is known of this Lab's end; it tells the server that the person is there. */
import { FreshModel } from '../parts/fresh';
import type { Service } from '../request';
import { fetchIdleness, say, type Idleness, type Notice } from './api';

const WHILE_CALM = 30000;
const WHILE_TOLD = 5000;
const TELLS_EVERY = 60000;

export class IdlenessModel extends FreshModel {
  idleness: Idleness | null = null;
  private toldAt = -TELLS_EVERY;
  private isTelling = false;
  private endsAt = 0;

  constructor(private readonly service: Service) {
    super('lyceum:idleness');
  }

  /** What is due; nothing once it has come, and nobody answers any more. */
  get notice(): Notice | null {
    const notice = this.idleness?.notice ?? null;
    return notice && this.problem && performance.now() > this.endsAt ? null : notice;
  }

  /** Take in that the person works; the server hears of it once a minute, and at once where it is about to stop. */
  async work(): Promise<void> {
    const now = performance.now();
    const isDue = now - this.toldAt >= TELLS_EVERY || this.notice?.why === 'idle';
    if (isDue && !this.isTelling) {
      this.toldAt = now;
      await this.tell('use').catch(() => undefined);
    }
  }

  /** Have this Lab kept; answer until when, in milliseconds since the epoch. */
  async keep(): Promise<number> {
    await this.tell('keep');
    return Date.now() + 1000 * (this.idleness?.kept_seconds ?? 0);
  }

  protected async load(): Promise<number> {
    this.take(await fetchIdleness(this.service));
    return this.notice ? WHILE_TOLD : WHILE_CALM;
  }

  private async tell(what: 'use' | 'keep'): Promise<void> {
    this.isTelling = true;
    try {
      this.take(await say(this.service, what));
    } finally {
      this.isTelling = false;
    }
    this.stateChanged.emit();
  }

  private take(idleness: Idleness): void {
    this.idleness = idleness;
    this.endsAt = performance.now() + 1000 * (idleness.notice?.left_seconds ?? 0);
  }
}
