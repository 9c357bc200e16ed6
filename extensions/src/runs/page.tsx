/** A run's page: how it stands, why it failed, what it was given, and its log. */
import React, { useEffect, useRef } from 'react';
import type { IRenderMimeRegistry } from '@jupyterlab/rendermime';
import { VDomRenderer } from '@jupyterlab/ui-components';
import type { Message } from '@lumino/messaging';

import { runsIcon } from '../icons';
import { Code } from '../parts/markdown';
import { Skeletons, Stale, Trouble } from '../parts/states';
import { duration, exact, When } from '../parts/time';
import { isActive, type CellError, type Run } from './api';
import type { RunModel } from './model';
import { Progress } from './progress';
import { isFailure, State, word } from './state';

/** What can be done with a run. */
export interface RunActions {
  cancel: (model: RunModel) => void;
  openOutput: (run: Run) => void;
  runAgain: (run: Run) => void;
}

export class RunPage extends VDomRenderer<RunModel> {
  constructor(
    model: RunModel,
    private readonly rendermime: IRenderMimeRegistry,
    private readonly actions: RunActions
  ) {
    super(model);
    this.addClass('lyc-Page');
    this.title.icon = runsIcon;
    this.title.label = 'Run';
    model.isSeen = () => !model.run || this.isVisible;
    model.stateChanged.connect(this.retitle, this);
    void model.refresh();
  }

  override dispose(): void {
    this.model.dispose();
    super.dispose();
  }

  protected override onAfterShow(message: Message): void {
    super.onAfterShow(message);
    void this.model.refresh();
  }

  protected override render(): JSX.Element {
    const { run, problem } = this.model;
    if (!run) {
      return problem ? (
        <Trouble problem={problem} what="runs" retry={() => void this.model.refresh()} />
      ) : (
        <Skeletons number={3} height={96} />
      );
    }
    return (
      <article className="lyc-Article" aria-label={`Run ${run.name}`}>
        <Stale problem={problem} />
        <Head run={run} model={this.model} actions={this.actions} />
        {isActive(run.state) && run.progress && <Live run={run} rendermime={this.rendermime} />}
        {run.error && <Failure error={run.error} rendermime={this.rendermime} />}
        <Parameters run={run} />
        <Facts run={run} />
        {run.log && <Log text={run.log} />}
      </article>
    );
  }

  private retitle(): void {
    const { run } = this.model;
    if (run) {
      this.title.label = run.name;
      this.title.caption = `Run “${run.name}”: ${word(run.state)}`;
    }
  }
}

interface HeadProps {
  run: Run;
  model: RunModel;
  actions: RunActions;
}

function Head({ run, model, actions }: HeadProps): JSX.Element {
  return (
    <header className="lyc-Article-head">
      <div>
        <h1>{run.name}</h1>
        <p className="lyc-Run-state" role="status">
          <State state={run.state} large />
          <span className="lyc-Quiet">
            <Elapsed run={run} />
          </span>
        </p>
        {run.reason && <p className="lyc-Reason">{run.reason}</p>}
      </div>
      <div className="lyc-Buttons">
        {isActive(run.state) && (
          <button className="jp-mod-styled lyc-Button" onClick={() => actions.cancel(model)}>
            Cancel run
          </button>
        )}
        {run.has_output && (
          <button
            className={`jp-mod-styled lyc-Button ${isFailure(run.state) ? '' : 'jp-mod-accept'}`}
            title="Opens the notebook with its results, read-only"
            onClick={() => actions.openOutput(run)}
          >
            Open output
          </button>
        )}
        {!isActive(run.state) && (
          <button
            className={`jp-mod-styled lyc-Button ${isFailure(run.state) ? 'jp-mod-accept' : ''}`}
            title="Opens the form with the same parameters"
            onClick={() => actions.runAgain(run)}
          >
            Run again
          </button>
        )}
      </div>
    </header>
  );
}

function Elapsed({ run }: { run: Run }): JSX.Element {
  if (isActive(run.state)) {
    return <>for {duration(run.started_at ?? run.since, null)}</>;
  }
  return (
    <>
      <When instant={run.finished_at ?? run.since} />
      {run.started_at && `, after ${duration(run.started_at, run.finished_at ?? run.since)}`}
    </>
  );
}

interface LiveProps {
  run: Run;
  rendermime: IRenderMimeRegistry;
}

function Live({ run, rendermime }: LiveProps): JSX.Element {
  const source = run.progress?.current?.source;
  return (
    <section aria-label="Progress">
      <Progress progress={run.progress!} />
      {source && (
        <div className="lyc-CodeCell">
          <Code rendermime={rendermime} source={source} />
        </div>
      )}
    </section>
  );
}

interface FailureProps {
  error: CellError;
  rendermime: IRenderMimeRegistry;
}

function Failure({ error, rendermime }: FailureProps): JSX.Element {
  return (
    <section className="lyc-Failure" aria-label="Why it failed">
      <h2>Why it failed</h2>
      <p className="lyc-Failure-error">
        <strong>{error.name}</strong>
        {error.message && `: ${error.message}`}
      </p>
      <p className="lyc-Quiet">in cell {error.cell + 1} of its output</p>
      <div className="lyc-CodeCell">
        <Code rendermime={rendermime} source={error.source} />
      </div>
      {error.traceback && (
        <details open>
          <summary>Traceback</summary>
          <pre className="lyc-Text">{error.traceback}</pre>
        </details>
      )}
    </section>
  );
}

function Parameters({ run }: { run: Run }): JSX.Element {
  const given = Object.entries(run.parameters);
  return (
    <section aria-label="Parameters">
      <h2>Parameters</h2>
      {given.length ? (
        <dl className="lyc-Definitions">
          {given.map(([name, value]) => (
            <React.Fragment key={name}>
              <dt>
                <code>{name}</code>
              </dt>
              <dd>
                <code>{JSON.stringify(value)}</code>
              </dd>
            </React.Fragment>
          ))}
        </dl>
      ) : (
        <p className="lyc-Quiet">As the notebook has them; none was changed.</p>
      )}
    </section>
  );
}

function Facts({ run }: { run: Run }): JSX.Element {
  const version = run.template_version === null ? '' : `, version ${run.template_version}`;
  const facts: [string, React.ReactNode][] = [
    ['Owner', run.owner],
    ['Template', run.template && `${run.template}${version}`],
    ['Profile', run.profile],
    ['Folder', run.folder || 'home'],
    ['Asked for', exact(run.created_at)],
    ['Scheduled for', run.scheduled_for && exact(run.scheduled_for)],
    ['Started', run.started_at && exact(run.started_at)],
    ['Finished', run.finished_at && exact(run.finished_at)],
    ['Attempt', run.attempt > 1 && run.attempt],
    ['Notebook', <code key="hash">{run.notebook_hash.slice(0, 12)}</code>]
  ];
  return (
    <section aria-label="Details">
      <h2>Details</h2>
      <dl className="lyc-Definitions">
        {facts
          .filter(([, fact]) => fact)
          .map(([term, fact]) => (
            <React.Fragment key={term}>
              <dt>{term}</dt>
              <dd>{fact}</dd>
            </React.Fragment>
          ))}
      </dl>
    </section>
  );
}

/** The log, following its end as long as one looks at the end. */
function Log({ text }: { text: string }): JSX.Element {
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
    <section aria-label="Log">
      <h2>Log</h2>
      <pre ref={pre} className="lyc-Text lyc-Log" tabIndex={0} onScroll={onScroll}>
        {text}
      </pre>
    </section>
  );
}
