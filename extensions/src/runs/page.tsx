/** A run's page: how it stands; why it failed and what helps; what came of it; what it was given. */
import React from 'react';
import type { IRenderMimeRegistry } from '@jupyterlab/rendermime';

import { runsIcon } from '../icons';
import { LivePage } from '../parts/live';
import { Code } from '../parts/markdown';
import { Stale } from '../parts/states';
import { duration, When } from '../parts/time';
import { trans } from '../words';
import { rich } from '../parts/rich';
import type { RunActions } from './actions';
import { isActive, isFailure, type Run } from './api';
import { Details, Entries, Figures, History, Log, Messages, Parameters } from './facts';
import { Progress } from './progress';
import type { RunModel } from './run';
import { State, word } from './state';
import { Expired, WhatChanged, WhatHelps, Why } from './why';

export class RunPage extends LivePage<RunModel> {
  constructor(
    model: RunModel,
    private readonly rendermime: IRenderMimeRegistry,
    private readonly actions: RunActions
  ) {
    super(model, { label: trans._p('noun', 'Run'), icon: runsIcon, what: trans.__('runs') });
  }

  protected get isLoaded(): boolean {
    return !!this.model.run;
  }

  protected content(): JSX.Element {
    const { problem } = this.model;
    const run = this.model.run!;
    return (
      <article className="lyc-Article" aria-label={trans.__('Run %1', run.name)}>
        <Stale problem={problem} />
        <Head run={run} model={this.model} actions={this.actions} />
        {isActive(run.state) && run.progress && <Live run={run} rendermime={this.rendermime} />}
        {isFailure(run.state) && this.help(run)}
        <Expired run={run} />
        <Figures run={run} past={this.model.past} />
        <Parameters run={run} />
        <Entries entries={run.entries ?? []} />
        <History history={run.history ?? []} />
        <Messages messages={this.model.messages} />
        <Details run={run} actions={this.actions} />
        {run.log && <Log text={run.log} />}
      </article>
    );
  }

  private help(run: Run): JSX.Element {
    const { model, rendermime, actions } = this;
    return (
      <>
        <Why run={run} rendermime={rendermime} />
        <WhatChanged model={model} rendermime={rendermime} actions={actions} />
        <WhatHelps model={model} run={run} actions={actions} />
      </>
    );
  }

  protected retitle(): void {
    const run = this.model.run!;
    this.title.label = run.name;
    this.title.caption = trans.__('Run “%1”: %2', run.name, word(run.state));
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
        {run.reason && !isFailure(run.state) && <p className="lyc-Reason">{run.reason}</p>}
        {run.group && (
          <p>
            {rich(
              'One of a %1',
              <button className="lyc-Link" onClick={() => actions.openGroup(run.group!)}>
                {trans.__('group of runs')}
              </button>
            )}
          </p>
        )}
      </div>
      <div className="lyc-Buttons">
        {isActive(run.state) && (
          <button className="jp-mod-styled lyc-Button" onClick={() => actions.cancel(model)}>
            {trans.__('Cancel run')}
          </button>
        )}
        {run.has_output && (
          <button
            className={`jp-mod-styled lyc-Button ${isFailure(run.state) ? '' : 'jp-mod-accept'}`}
            title={trans.__('Opens the notebook with its results, read-only')}
            onClick={() => actions.openOutput(run)}
          >
            {trans.__('Open output')}
          </button>
        )}
        {!isActive(run.state) && !isFailure(run.state) && (
          <button
            className="jp-mod-styled lyc-Button"
            title={trans.__('Opens the form with the same parameters')}
            onClick={() => actions.runAgain(run)}
          >
            {trans.__('Run again')}
          </button>
        )}
        {!isActive(run.state) && (
          <button
            className="jp-mod-styled lyc-Button"
            title={trans.__('Shows what differs from another run')}
            onClick={() => actions.compare(run)}
          >
            {trans.__('Compare with…')}
          </button>
        )}
        {run.has_output && <Copies run={run} actions={actions} />}
      </div>
    </header>
  );
}

/** The output in other forms: a page to read, and files to keep. */
function Copies({ run, actions }: Omit<HeadProps, 'model'>): JSX.Element {
  return (
    <p className="lyc-Copies">
      <a href={actions.report(run)} target="_blank" rel="noopener noreferrer">
        {trans.__('Open report')}
      </a>
      <a href={actions.report(run, true)} download>
        {trans.__('Download report')}
      </a>
      <a href={actions.notebook(run)} download>
        {trans.__('Download notebook')}
      </a>
    </p>
  );
}

function Elapsed({ run }: { run: Run }): JSX.Element {
  if (isActive(run.state)) {
    return <>{rich('for %1', duration(run.started_at ?? run.since, null))}</>;
  }
  const when = <When instant={run.finished_at ?? run.since} />;
  return run.started_at
    ? rich('%1, after %2', when, duration(run.started_at, run.finished_at ?? run.since))
    : when;
}

interface LiveProps {
  run: Run;
  rendermime: IRenderMimeRegistry;
}

function Live({ run, rendermime }: LiveProps): JSX.Element {
  const source = run.progress?.current?.source;
  return (
    <section aria-label={trans.__('Progress')}>
      <Progress progress={run.progress!} />
      {source && (
        <div className="lyc-CodeCell">
          <Code rendermime={rendermime} source={source} />
        </div>
      )}
    </section>
  );
}
