/** Reviews in the left sidebar: what waits for me, what I proposed, what I was told. */
import React from 'react';

import { reviewIcon } from '../icons';
import { ROW } from '../parts/keys';
import { count } from '../parts/quantity';
import { SectionList, SectionsPanel } from '../parts/sections';
import { When } from '../parts/time';
import { trans } from '../words';
import { rich } from '../parts/rich';
import type { AccessRequest, Message, Proposal } from './api';
import type { ReviewModel } from './model';
import { RequestRow } from './requests';
import { Standing, titleOf } from './state';

/** What can be done with the rows of the panel. */
export interface ReviewActions {
  open: (proposal: string) => void;
  openEntry: (name: string) => void;
  /** Open what a message is about. */
  follow: (message: Message) => void;
  newEntry: () => void;
  grant: (request: AccessRequest, days: number) => void;
  refuse: (request: AccessRequest) => void;
}

export class ReviewPanel extends SectionsPanel<ReviewModel> {
  constructor(model: ReviewModel, actions: ReviewActions) {
    super(model, 'lyceum-review', reviewIcon, trans.__('Review'));
    this.addSection(trans.__('Waiting for me'), new WaitingList(model, actions));
    this.addSection(trans.__('My proposals'), new OwnList(model, actions));
    this.addSection(trans.__('Inbox'), new InboxList(model, actions));
    model.isOpen = () => this.isVisible;
    model.stateChanged.connect(() => this.tellCount());
    this.tellCount();
  }

  /** Say on the panel's tab how much waits, as a number and in words. */
  private tellCount(): void {
    const { count: waiting } = this.model;
    this.title.caption = waiting
      ? trans.__('Review: %1 for you', count(waiting, '%1 thing', '%1 things'))
      : trans.__('Review');
    this.title.dataset = { ...this.title.dataset, 'lyc-count': String(waiting || '') };
  }
}

abstract class List extends SectionList<ReviewModel, ReviewActions> {
  protected readonly what = trans.__('reviews');

  protected get isLoaded(): boolean {
    return !!this.model.inbox;
  }
}

class WaitingList extends List {
  protected list(): JSX.Element {
    const { waiting, requests } = this.model;
    if (!waiting.length && !requests.length) {
      return (
        <p className="lyc-Hint">
          {trans.__(
            'Nothing waits for you. Proposals to review and requests for access to your entries come here.'
          )}
        </p>
      );
    }
    return (
      <ul className="lyc-Rows" aria-label={trans.__('Waiting for me')}>
        {waiting.map(proposal => (
          <ProposalRow key={proposal.id} proposal={proposal} onOpen={this.actions.open} by />
        ))}
        {requests.map(request => (
          <RequestRow key={request.id} request={request} actions={this.actions} />
        ))}
      </ul>
    );
  }
}

class OwnList extends List {
  protected list(): JSX.Element {
    const { own } = this.model;
    return (
      <>
        {own.length > 0 ? (
          <ul className="lyc-Rows" aria-label={trans.__('My proposals')}>
            {own.map(proposal => (
              <ProposalRow key={proposal.id} proposal={proposal} onOpen={this.actions.open} />
            ))}
          </ul>
        ) : (
          <p className="lyc-Hint">
            {rich(
              'You have proposed nothing yet. Describe a data set that others should find, or open an entry and choose %1.',
              <em>{trans.__('Propose a change')}</em>
            )}
          </p>
        )}
        <div className="lyc-Section-foot">
          <button className="jp-mod-styled lyc-Button" onClick={this.actions.newEntry}>
            {trans.__('New entry')}
          </button>
        </div>
      </>
    );
  }
}

class InboxList extends List {
  protected list(): JSX.Element {
    const { items } = this.model.inbox!;
    if (!items.length) {
      return (
        <p className="lyc-Hint">
          {trans.__('Nothing yet. What happens to your entries is told here.')}
        </p>
      );
    }
    return (
      <>
        {items.some(({ read }) => !read) && (
          <div className="lyc-Section-head">
            <button className="lyc-Link" onClick={() => void this.model.markRead()}>
              {trans.__('Mark all as read')}
            </button>
          </div>
        )}
        <ul className="lyc-Rows" aria-label={trans.__('Inbox')}>
          {items.map(message => (
            <MessageRow key={message.id} message={message} onOpen={this.actions.follow} />
          ))}
        </ul>
      </>
    );
  }
}

interface ProposalRowProps {
  proposal: Proposal;
  onOpen: (id: string) => void;
  /** Whether it says who proposes. */
  by?: boolean;
}

function ProposalRow({ proposal, onOpen, by = false }: ProposalRowProps): JSX.Element {
  const title = titleOf(proposal);
  return (
    <li className="lyc-Row" aria-label={title}>
      <button className={ROW} onClick={() => onOpen(proposal.id)}>
        {title}
      </button>
      {proposal.summary && <p className="lyc-Row-text">{proposal.summary}</p>}
      <p className="lyc-Facts">
        {by ? (
          <span title={trans.__('Author')}>{proposal.author}</span>
        ) : (
          <Standing proposal={proposal} />
        )}
        <When instant={proposal.updated_at} />
        {proposal.comments > 0 && (
          <span>{count(proposal.comments, '%1 comment', '%1 comments')}</span>
        )}
      </p>
    </li>
  );
}

interface MessageRowProps {
  message: Message;
  onOpen: (message: Message) => void;
}

function MessageRow({ message, onOpen }: MessageRowProps): JSX.Element {
  const { text, entry, at, read } = message;
  return (
    <li className={read ? 'lyc-Row' : 'lyc-Row lyc-mod-unread'} aria-label={text}>
      <button className={ROW} onClick={() => onOpen(message)}>
        {text}
      </button>
      <p className="lyc-Facts">
        {!read && <span>{trans.__('new')}</span>}
        {entry && <span title={trans.__('Entry')}>{entry}</span>}
        <When instant={at} />
      </p>
    </li>
  );
}
