/** Two runs of one job side by side: how they went, what they were given, and their notebooks. */
import React from 'react';
import type { IRenderMimeRegistry } from '@jupyterlab/rendermime';
import { VDomRenderer } from '@jupyterlab/ui-components';

import { runsIcon } from '../icons';
import { Skeletons, Trouble } from '../parts/states';
import { duration, exact } from '../parts/time';
import { trans } from '../words';
import { rich } from '../parts/rich';
import type { Run } from './api';
import { causesOf, Changed, effectsOf, inVersions } from './changed';
import type { ComparisonModel } from './comparison';
import type { Difference } from './difference';
import { Notebooks } from './notebooks';
import { State, word } from './state';

export class ComparisonPage extends VDomRenderer<ComparisonModel> {
  constructor(
    model: ComparisonModel,
    private readonly rendermime: IRenderMimeRegistry,
    private readonly open: (id: string) => void
  ) {
    super(model);
    this.addClass('lyc-Page');
    this.title.icon = runsIcon;
    this.title.label = trans.__('Compare runs');
    void model.load();
  }

  override dispose(): void {
    this.model.dispose();
    super.dispose();
  }

  protected override render(): JSX.Element {
    const { run, problem, changes } = this.model;
    if (!run) {
      return problem ? (
        <Trouble problem={problem} what={trans.__('runs')} retry={() => void this.model.load()} />
      ) : (
        <Skeletons number={3} height={96} />
      );
    }
    return (
      <article className="lyc-Article lyc-mod-wide" aria-label={trans.__('Compare %1', run.name)}>
        <header className="lyc-Article-head">
          <div>
            <h1>{run.name}</h1>
            <Choice model={this.model} run={run} />
          </div>
        </header>
        {problem && <Trouble problem={problem} what={trans.__('runs')} />}
        {changes?.since && this.compared(changes.since)}
      </article>
    );
  }

  private compared(since: Run): JSX.Element {
    const { model } = this;
    const changes = model.changes!;
    const rows = [...effectsOf(changes), ...causesOf(changes)];
    return (
      <>
        <section aria-label={trans.__('Both runs')} className="lyc-Sides">
          <Side title={trans.__('Before')} run={since} open={this.open} />
          <Side title={trans.__('Now')} run={changes.run} open={this.open} />
        </section>
        <section aria-label={trans.__('Differences')}>
          <h2>{trans.__('Parameters, figures, packages and catalog entries')}</h2>
          {rows.length ? (
            <Changed rows={rows} before={trans.__('before')} />
          ) : (
            <p className="lyc-Quiet">{trans.__('They are the same.')}</p>
          )}
        </section>
        {this.notebooks(trans.__('Source') + inVersions(changes), 'source', model.source)}
        {this.notebooks(trans.__('Outputs'), 'output', model.output)}
      </>
    );
  }

  private notebooks(
    title: string,
    what: 'source' | 'output',
    difference: Difference | null
  ): JSX.Element {
    const refusal = this.model.refusals[what];
    return (
      <section aria-label={title}>
        <h2>{title}</h2>
        {refusal && <p className="lyc-Quiet">{refusal}</p>}
        {!refusal && !difference && <Skeletons number={1} height={96} />}
        {difference && (
          <Notebooks difference={difference} rendermime={this.rendermime} what={what} />
        )}
      </section>
    );
  }
}

interface ChoiceProps {
  model: ComparisonModel;
  run: Run;
}

function Choice({ model, run }: ChoiceProps): JSX.Element {
  const { candidates, since, lastGood } = model;
  if (!candidates.length) {
    return (
      <p className="lyc-Quiet">
        {rich('There is no other run of “%1” that has ended, so far.', run.name)}
      </p>
    );
  }
  const previous = candidates.find(other => other.created_at < run.created_at)?.id;
  return (
    <label className="lyc-Inline">
      {trans.__('Compare with')}
      <select
        className="jp-mod-styled lyc-Select"
        value={since ?? ''}
        onChange={event => void model.choose(event.target.value)}
      >
        {candidates.map(other => (
          <option key={other.id} value={other.id}>
            {nameOf(other, run, other.id === lastGood, other.id === previous)}
          </option>
        ))}
      </select>
    </label>
  );
}

function nameOf(other: Run, run: Run, isLastGood: boolean, isPrevious: boolean): string {
  const marks = [
    isLastGood && trans.__('the last good run'),
    isPrevious && trans.__('the previous run')
  ];
  const name = other.name === run.name ? '' : other.name;
  const parts = [...marks, name, exact(other.started_at ?? other.created_at), word(other.state)];
  return parts.filter(Boolean).join(' · ');
}

interface SideProps {
  title: string;
  run: Run;
  open: (id: string) => void;
}

function Side({ title, run, open }: SideProps): JSX.Element {
  return (
    <div role="group" aria-label={title}>
      <h2>{title}</h2>
      <p className="lyc-Inline">
        <State state={run.state} />
        <button className="lyc-Link" onClick={() => open(run.id)}>
          {exact(run.started_at ?? run.created_at)}
        </button>
        {run.started_at && (
          <span className="lyc-Quiet">
            {rich('after %1', duration(run.started_at, run.finished_at))}
          </span>
        )}
      </p>
    </div>
  );
}
