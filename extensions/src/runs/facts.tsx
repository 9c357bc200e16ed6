/** What a run was given, what it touched, whom it told, and how it went. */
import React, { useEffect, useRef } from 'react';

import { measured } from '../parts/quantity';
import { exact, When } from '../parts/time';
import { trans } from '../words';
import { rich } from '../parts/rich';
import type { RunActions } from './actions';
import type { Moment, Past, Run, Sent, Touched } from './api';
import { Sparkline } from './sparkline';
import { State } from './state';

type Fact = [term: React.ReactNode, fact: React.ReactNode];

function Definitions({ facts }: { facts: Fact[] }): JSX.Element {
  return (
    <dl className="lyc-Definitions">
      {facts
        .filter(([, fact]) => fact)
        .map(([term, fact], i) => (
          <React.Fragment key={i}>
            <dt>{term}</dt>
            <dd>{fact}</dd>
          </React.Fragment>
        ))}
    </dl>
  );
}

/** What the notebook recorded, each figure with its history where the run is a schedule's. */
export function Figures({ run, past }: { run: Run; past: Past[] }): JSX.Element | null {
  const figures = Object.entries(run.figures ?? {});
  if (!figures.length) {
    return null;
  }
  return (
    <section aria-label={trans.__('Figures')}>
      <h2>{trans.__('Figures')}</h2>
      <dl className="lyc-Figures">
        {figures.map(([name, value]) => (
          <div key={name}>
            <dt title={name}>{name}</dt>
            <dd title={String(value)}>{measured(value)}</dd>
            <dd>
              <Sparkline values={valuesOf(past, name)} name={name} />
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

function valuesOf(past: Past[], name: string): number[] {
  return past.map(({ figures }) => figures[name]).filter(value => value !== undefined);
}

export function Parameters({ run }: { run: Run }): JSX.Element {
  const given = Object.entries(run.parameters);
  return (
    <section aria-label={trans.__('Parameters')}>
      <h2>{trans.__('Parameters')}</h2>
      {given.length ? (
        <Definitions
          facts={given.map(([name, value]): Fact => [
            <code key="name">{name}</code>,
            <code key="value">{JSON.stringify(value)}</code>
          ])}
        />
      ) : (
        <p className="lyc-Quiet">{trans.__('As the notebook has them; none was changed.')}</p>
      )}
    </section>
  );
}

export function Entries({ entries }: { entries: Touched[] }): JSX.Element | null {
  const named = (role: Touched['role']) =>
    entries
      .filter(touched => touched.role === role)
      .map(({ entry, version }) => (version ? trans.__('%1 (version %2)', entry, version) : entry))
      .join(', ');
  return entries.length ? (
    <section aria-label={trans.__('Catalog entries')}>
      <h2>{trans.__('Catalog entries')}</h2>
      <Definitions
        facts={[
          [trans.__('Read'), named('read')],
          [trans.__('Written'), named('written')]
        ]}
      />
    </section>
  ) : null;
}

export function Messages({ messages }: { messages: Sent[] }): JSX.Element | null {
  return messages.length ? (
    <section aria-label={trans.__('Messages')}>
      <h2>{trans.__('Messages')}</h2>
      <ul className="lyc-Plain">
        {messages.map((message, i) => (
          <li key={i}>
            {rich(
              '%1 to %2: %3',
              message.channel,
              message.receiver,
              <Delivery message={message} />
            )}
          </li>
        ))}
      </ul>
    </section>
  ) : null;
}

function Delivery({ message }: { message: Sent }): JSX.Element {
  const { state, sent_at, attempts, trouble } = message;
  if (state === 'sent') {
    return <>{rich('sent %1', sent_at && <When instant={sent_at} />)}</>;
  }
  const words = state === 'waiting' ? trans.__('waiting to be sent') : trans.__('given up');
  const tried = attempts ? `, ${trans._n('after %1 try', 'after %1 tries', attempts)}` : '';
  return (
    <span className={state === 'given_up' ? 'lyc-mod-bad' : ''}>
      {words}
      {tried}
      {trouble && `. ${trouble}`}
    </span>
  );
}

export function Details({ run, actions }: { run: Run; actions: RunActions }): JSX.Element {
  const { template, template_version: version } = run;
  const link = (id: string, words: string) => (
    <button className="lyc-Link" onClick={() => actions.open(id)}>
      {words}
    </button>
  );
  const [, cause] = run.caused_by?.split(/:(.*)/s) ?? [];
  const facts: Fact[] = [
    [trans.__('Owner'), run.owner],
    [trans.__('Shared with'), run.shared_with],
    [
      trans.__('Template'),
      template && (version === null ? template : trans.__('%1, version %2', template, version))
    ],
    [trans.__('Profile'), run.profile],
    [trans.__('Folder'), run.folder || trans.__('home')],
    [trans.__('Secrets'), run.secrets?.join(', ')],
    [trans.__('Resumes'), run.resumes && link(run.resumes, trans.__('an earlier run'))],
    [
      trans.__('Set off by'),
      run.caused_by && (/^run:/.test(run.caused_by) ? link(cause, trans.__('a run')) : cause)
    ],
    [trans.__('Asked for'), exact(run.created_at)],
    [trans.__('Scheduled for'), run.scheduled_for && exact(run.scheduled_for)],
    [trans.__('Started'), run.started_at && exact(run.started_at)],
    [trans.__('Finished'), run.finished_at && exact(run.finished_at)],
    [trans.__('Notebook'), <code key="hash">{run.notebook_hash.slice(0, 12)}</code>]
  ];
  return (
    <section aria-label={trans.__('Details')}>
      <h2>{trans.__('Details')}</h2>
      <Definitions facts={facts} />
    </section>
  );
}

/** Each state the run was in: since when, and why. */
export function History({ history }: { history: Moment[] }): JSX.Element | null {
  const isRepeated = history.some(({ attempt }) => attempt > 1);
  return history.length ? (
    <section aria-label={trans.__('History')}>
      <h2>{trans.__('History')}</h2>
      <ol className="lyc-History">
        {history.map(({ at, state, reason, attempt }, i) => (
          <li key={i}>
            <State state={state} />
            <time dateTime={at} title={exact(at)}>
              {clock(at)}
            </time>
            <span className="lyc-Quiet">
              {isRepeated && attempt > 0 && `${trans.__('Attempt %1.', attempt)} `}
              {reason}
            </span>
          </li>
        ))}
      </ol>
    </section>
  ) : null;
}

function clock(instant: string): string {
  const style: Intl.DateTimeFormatOptions = { timeStyle: 'medium', hourCycle: 'h23' };
  return new Intl.DateTimeFormat(document.documentElement.lang || 'en', style).format(
    new Date(instant)
  );
}

/** The log, following its end as long as one looks at the end. */
export function Log({ text }: { text: string }): JSX.Element {
  const pre = useRef<HTMLPreElement>(null);
  const follows = useRef(true);
  useEffect(() => {
    if (follows.current && pre.current) {
      pre.current.scrollTop = pre.current.scrollHeight;
    }
  }, [text]);
  const onScroll = ({ currentTarget: log }: React.UIEvent<HTMLPreElement>) => {
    follows.current = log.scrollHeight - log.scrollTop - log.clientHeight < 24;
  };
  return (
    <section aria-label={trans.__('Log')}>
      <h2>{trans.__('Log')}</h2>
      <pre ref={pre} className="lyc-Text lyc-Log" tabIndex={0} onScroll={onScroll}>
        {text}
      </pre>
    </section>
  );
}
