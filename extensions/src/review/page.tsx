/** A proposal's page: what is proposed and by whom, what can be done, the fields side by side, what people say. */
import React, { useState } from 'react';
import type { IRenderMimeRegistry } from '@jupyterlab/rendermime';

import { reviewIcon } from '../icons';
import { LivePage } from '../parts/live';
import { Stale } from '../parts/states';
import { When } from '../parts/time';
import { Notebooks } from '../runs/notebooks';
import { trans } from '../words';
import { rich } from '../parts/rich';
import { term } from '../parts/terms';
import type { Proposal } from './api';
import { Comments, Write } from './comments';
import { Fields } from './fields';
import type { ProposalModel } from './proposal';
import { ReadinessFacts } from './readiness';
import { standing, Standing, titleOf } from './state';

/** What can be done from a proposal's page; the plugin says how. */
export interface ProposalActions {
  edit: (id: string) => void;
  openEntry: (name: string) => void;
  /** Ask whether it shall be withdrawn, and withdraw it. */
  withdraw: (model: ProposalModel) => void;
  /** Tell the panel that something was decided. */
  decided: () => void;
}

export class ProposalPage extends LivePage<ProposalModel> {
  constructor(
    model: ProposalModel,
    private readonly rendermime: IRenderMimeRegistry,
    private readonly actions: ProposalActions
  ) {
    super(model, {
      label: trans.__('Proposal'),
      icon: reviewIcon,
      what: trans.__('this proposal')
    });
  }

  protected get isLoaded(): boolean {
    return !!this.model.proposal && !!this.model.shown;
  }

  protected content(): JSX.Element {
    const { model, rendermime, actions } = this;
    const proposal = model.proposal!;
    const { notebook } = model.shown!;
    const general = model.comments.filter(({ field }) => !isShown(model, field));
    return (
      <article className="lyc-Article lyc-mod-wide" aria-label={titleOf(proposal)}>
        <Stale problem={model.problem} />
        <Head model={model} actions={actions} />
        <Notices model={model} />
        <section aria-label={trans.__('What changes')}>
          <h2>
            {proposal.base_version === null
              ? trans.__('What is proposed')
              : trans.__('What changes')}
          </h2>
          <Fields model={model} rendermime={rendermime} />
        </section>
        {notebook && (
          <section aria-label={trans.__('The notebook')}>
            <h2>{trans.__('The notebook')}</h2>
            {model.readiness && <ReadinessFacts found={model.readiness} />}
            <Notebooks difference={notebook} rendermime={rendermime} what="source" />
          </section>
        )}
        <section aria-label={trans.__('Comments')}>
          <h2>{trans.__('Comments')}</h2>
          <Comments comments={general} />
          <Write
            label={trans.__('Comment on the whole')}
            verb={trans.__('Comment')}
            isBusy={model.isBusy}
            onSend={text => model.comment('', text)}
          />
        </section>
      </article>
    );
  }

  protected retitle(): void {
    const proposal = this.model.proposal!;
    this.title.label = titleOf(proposal);
    this.title.caption = trans.__(
      '%1, by %2: %3',
      titleOf(proposal),
      proposal.author,
      term(standing(proposal))
    );
  }
}

function isShown(model: ProposalModel, field: string): boolean {
  return model.shown!.changes.fields.some(change => change.field === field);
}

interface HeadProps {
  model: ProposalModel;
  actions: ProposalActions;
}

function Head({ model, actions }: HeadProps): JSX.Element {
  const proposal = model.proposal!;
  return (
    <header className="lyc-Article-head">
      <div>
        <h1>{titleOf(proposal)}</h1>
        <p className="lyc-Facts">
          <Standing proposal={proposal} />
          <span title={trans.__('Author')}>{proposal.author}</span>
          <When instant={proposal.updated_at} />
          {proposal.base_version !== null && (
            <span>{rich('from version %1', proposal.base_version)}</span>
          )}
          {proposal.version !== null && <span>{rich('became version %1', proposal.version)}</span>}
          {proposal.decided_by && <span title={trans.__('Decided by')}>{proposal.decided_by}</span>}
        </p>
        {proposal.summary && <p className="lyc-Reason">{proposal.summary}</p>}
        {proposal.present_version !== null && (
          <button className="lyc-Link" onClick={() => actions.openEntry(proposal.entry)}>
            {trans.__('Open the entry')}
          </button>
        )}
      </div>
      <Decisions model={model} actions={actions} />
    </header>
  );
}

function Decisions({ model, actions }: HeadProps): JSX.Element {
  const { proposal, isBusy, isOutdated } = model;
  const { id, may } = proposal!;
  const [isSendingBack, setSendingBack] = useState(false);
  const then = async (step: Promise<boolean>) => {
    const isDone = await step;
    actions.decided();
    return isDone;
  };
  return (
    <div className="lyc-Decisions">
      <div className="lyc-Buttons">
        {may.approve && (
          <Button
            label={trans.__('Approve')}
            title={trans.__('Publish exactly what is shown here')}
            isMain
            disabled={isBusy || isOutdated}
            onClick={() => void then(model.approve())}
          />
        )}
        {may.send_back && (
          <Button
            label={trans.__('Send back…')}
            title={trans.__('Return it to its author with a sentence')}
            disabled={isBusy}
            onClick={() => setSendingBack(true)}
          />
        )}
        {may.submit && (
          <Button
            label={trans.__('Submit for review')}
            title={trans.__('Ask its steward to publish it')}
            isMain
            disabled={isBusy || isOutdated}
            onClick={() => void then(model.submit())}
          />
        )}
        {may.edit && (
          <Button label={trans.__('Edit')} disabled={isBusy} onClick={() => actions.edit(id)} />
        )}
        {may.withdraw && (
          <Button
            label={trans.__('Withdraw…')}
            disabled={isBusy}
            onClick={() => actions.withdraw(model)}
          />
        )}
      </div>
      {isSendingBack && may.send_back && (
        <Write
          label={trans.__('What should change?')}
          verb={trans.__('Send back')}
          isBusy={isBusy}
          isFirst
          onCancel={() => setSendingBack(false)}
          onSend={reason => then(model.sendBack(reason))}
        />
      )}
    </div>
  );
}

interface ButtonProps {
  label: string;
  title?: string;
  isMain?: boolean;
  disabled: boolean;
  onClick: () => void;
}

function Button({ label, isMain = false, ...more }: ButtonProps): JSX.Element {
  return (
    <button className={`jp-mod-styled lyc-Button ${isMain ? 'jp-mod-accept' : ''}`} {...more}>
      {label}
    </button>
  );
}

/** What one has to know before one decides. */
function Notices({ model }: { model: ProposalModel }): JSX.Element {
  const proposal = model.proposal!;
  return (
    <>
      {model.notice && (
        <p className="lyc-Notification" role="alert">
          {model.notice}
        </p>
      )}
      {model.isOutdated && (
        <p className="lyc-Notification" role="alert">
          {rich(
            'It was changed %1. You see the text from before.',
            <When instant={proposal.updated_at} />
          )}{' '}
          <button className="lyc-Link" onClick={() => void model.showPresent()}>
            {trans.__('Show what it is now')}
          </button>
        </p>
      )}
      {isBehind(proposal) && (
        <p className="lyc-Notification">
          {rich(
            '%1 is at version %2 by now; this was made from version %3. Its author has to make it anew from the present one.',
            proposal.entry,
            proposal.present_version,
            proposal.base_version
          )}
        </p>
      )}
      {standing(proposal) === 'sent_back' && (
        <p className="lyc-Notification" role="note" aria-label={trans.__('Why it was sent back')}>
          {rich(
            '%1 sent it back: %2',
            <strong>{proposal.decided_by ?? trans.__('A steward')}</strong>,
            proposal.reason
          )}
        </p>
      )}
    </>
  );
}

/** Whether the entry went on without the proposal. */
function isBehind({ state, base_version: base, present_version: present }: Proposal): boolean {
  return (state === 'draft' || state === 'in_review') && present !== base;
}
