/** What the review panel knows: what waits for this person, what they proposed, and what they were told. */
import { FreshModel } from '../parts/fresh';
import type { Service } from '../request';
import {
  fetchInbox,
  fetchProposals,
  fetchRequests,
  grant,
  markRead,
  refuse,
  type AccessRequest,
  type Inbox,
  type Message,
  type Proposal
} from './api';

const WHILE_SEEN = 15000;
const OTHERWISE = 60000;
const MESSAGES = 50;
const OWN = 30;

export class ReviewModel extends FreshModel {
  /** Proposals that this person can decide on. */
  waiting: Proposal[] = [];
  /** Requests for access that this person can decide on. */
  requests: AccessRequest[] = [];
  own: Proposal[] = [];
  inbox: Inbox | null = null;
  /** Whether the panel itself is in view; the badge is kept up otherwise, more slowly. */
  isOpen = () => false;

  constructor(private readonly service: Service) {
    super('lyceum:review');
  }

  /** How many things wait for this person; what one is told of a thing that waits counts once. */
  get count(): number {
    const waiting = [...this.waiting, ...this.requests];
    const known = new Set(waiting.map(({ id }) => id));
    const news = this.inbox?.items.filter(({ read, about }) => !read && !known.has(about ?? ''));
    return waiting.length + (news?.length ?? 0);
  }

  async grant(request: AccessRequest, days: number): Promise<void> {
    await grant(this.service, request.id, days);
    await this.refresh();
  }

  async refuse(request: AccessRequest, reason: string): Promise<void> {
    await refuse(this.service, request.id, reason);
    await this.refresh();
  }

  /** Mark messages as read, at once; all of them where none is given. */
  async markRead(messages?: Message[]): Promise<void> {
    const ids = messages?.map(({ id }) => id) ?? null;
    const items = this.inbox!.items.map(item =>
      !ids || ids.includes(item.id) ? { ...item, read: true } : item
    );
    this.inbox = { ...this.inbox!, items };
    this.stateChanged.emit();
    await markRead(this.service, ids);
    await this.refresh();
  }

  /** Note that somebody has seen what messages are about. */
  async see(about: string): Promise<void> {
    const told = this.inbox?.items.filter(item => item.about === about && !item.read) ?? [];
    if (told.length) {
      await this.markRead(told);
    }
  }

  protected async load(): Promise<number> {
    const [inReview, own, requests, inbox] = await Promise.all([
      fetchProposals(this.service, { state: 'in_review', limit: 100 }),
      fetchProposals(this.service, { mine: 1, limit: OWN }),
      fetchRequests(this.service),
      fetchInbox(this.service, MESSAGES)
    ]);
    const waiting = inReview.items.filter(({ may }) => may.approve || may.send_back);
    Object.assign(this, { waiting, requests: requests.items, own: own.items, inbox });
    return this.isOpen() ? WHILE_SEEN : OTHERWISE;
  }
}
