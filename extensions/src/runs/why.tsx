/** Why a run failed, what changed since it last worked, and what helps. */
import React from 'react';
import type { IRenderMimeRegistry } from '@jupyterlab/rendermime';

import { Code } from '../parts/markdown';
import { Skeletons } from '../parts/states';
import { exact, When } from '../parts/time';
import { trans } from '../words';
import { rich } from '../parts/rich';
import type { RunActions } from './actions';
import type { CellError, Run } from './api';
import { causesOf, Changed, inVersions, isUnchanged } from './changed';
import { Notebooks } from './notebooks';
import type { RunModel } from './run';

interface WhyProps {
  run: Run;
  rendermime: IRenderMimeRegistry;
}

/** The reason in one sentence first, the code and its traceback folded below. */
export function Why({ run, rendermime }: WhyProps): JSX.Element {
  const { explanation, error, reason } = run;
  return (
    <section className="lyc-Failure" aria-label={trans.__('Why it failed')}>
      <h2>{trans.__('Why it failed')}</h2>
      <p className="lyc-Failure-sentence">{explanation?.sentence ?? reason}</p>
      {explanation?.remedy && <p>{explanation.remedy}</p>}
      {error && <FailedCell error={error} rendermime={rendermime} isOpen={!explanation} />}
    </section>
  );
}

interface FailedCellProps {
  error: CellError;
  rendermime: IRenderMimeRegistry;
  isOpen: boolean;
}

function FailedCell({ error, rendermime, isOpen }: FailedCellProps): JSX.Element {
  return (
    <details open={isOpen}>
      <summary>
        {rich('Cell %1 and its traceback: %2', error.cell + 1, <code>{error.name}</code>)}
      </summary>
      <div className="lyc-CodeCell">
        <Code rendermime={rendermime} source={error.source} />
      </div>
      <p className="lyc-Failure-error">
        <strong>{error.name}</strong>
        {error.message && `: ${error.message}`}
      </p>
      {error.traceback && (
        <pre className="lyc-Text" tabIndex={0} aria-label={trans.__('Traceback')}>
          {error.traceback}
        </pre>
      )}
    </details>
  );
}

interface ModelProps {
  model: RunModel;
  rendermime: IRenderMimeRegistry;
  actions: RunActions;
}

/** What is different from the last run that worked. */
export function WhatChanged({ model, rendermime, actions }: ModelProps): JSX.Element {
  const { changes, changesProblem } = model;
  return (
    <section aria-label={trans.__('What changed since it last worked')}>
      <h2>{trans.__('What changed since it last worked')}</h2>
      {!changes && !changesProblem && <Skeletons number={1} height={48} />}
      {changesProblem && (
        <p className="lyc-Quiet">
          {rich('It cannot be told just now. %1', changesProblem.message)}
        </p>
      )}
      {changes && !changes.since && (
        <p className="lyc-Quiet">
          {trans.__('It has not worked before, so there is nothing to compare with.')}
        </p>
      )}
      {changes?.since && (
        <>
          <p className="lyc-Quiet">
            {rich(
              '%1 was %2.',
              <button className="lyc-Link" onClick={() => actions.open(changes.since!.id)}>
                {trans.__('The last good run')}
              </button>,
              <When instant={changes.since.finished_at ?? changes.since.since} />
            )}
          </p>
          <Differences model={model} rendermime={rendermime} />
        </>
      )}
    </section>
  );
}

function Differences({ model, rendermime }: Omit<ModelProps, 'actions'>): JSX.Element {
  const changes = model.changes!;
  const { isDifferenceShown, difference } = model;
  const causes = causesOf(changes);
  if (isUnchanged(changes)) {
    return (
      <p>
        {trans.__(
          'Nothing that Lyceum knows of changed: the same notebook, parameters, packages, catalog entries and profile.'
        )}
      </p>
    );
  }
  return (
    <>
      {changes.notebook.changed && (
        <div className="lyc-Inline">
          <span>{rich('The notebook changed%1.', inVersions(changes))}</span>
          <button
            className="jp-mod-styled lyc-Button"
            aria-expanded={isDifferenceShown}
            onClick={() => void model.showDifference(!isDifferenceShown)}
          >
            {isDifferenceShown ? trans.__('Hide the difference') : trans.__('Show the difference')}
          </button>
        </div>
      )}
      {isDifferenceShown && !difference && <Skeletons number={1} height={96} />}
      {isDifferenceShown && difference && (
        <Notebooks difference={difference} rendermime={rendermime} what="source" />
      )}
      {causes.length > 0 && <Changed rows={causes} />}
    </>
  );
}

interface WhatHelpsProps {
  model: RunModel;
  run: Run;
  actions: RunActions;
}

/** The buttons that get it to work again. */
export function WhatHelps({ model, run, actions }: WhatHelpsProps): JSX.Element {
  const { resume } = run;
  const cell = resume && 'cell' in resume ? resume.cell + 1 : null;
  return (
    <section aria-label={trans.__('What helps')}>
      <div className="lyc-Buttons">
        {cell && (
          <button
            className="jp-mod-styled jp-mod-accept lyc-Button"
            title={trans.__('Starts a new run that keeps the results of the cells before')}
            onClick={() => actions.resume(model)}
          >
            {rich('Resume from cell %1', cell)}
          </button>
        )}
        <button
          className={`jp-mod-styled lyc-Button ${cell ? '' : 'jp-mod-accept'}`}
          title={trans.__('Opens the form with the same parameters')}
          onClick={() => actions.runAgain(run)}
        >
          {trans.__('Run again')}
        </button>
      </div>
      {resume && 'refused' in resume && (
        <p className="lyc-Quiet">
          {rich('It cannot be resumed where it failed: %1', resume.refused)}
        </p>
      )}
    </section>
  );
}

/** Why there is no output, where it was removed. */
export function Expired({ run }: { run: Run }): JSX.Element | null {
  return run.expired_at ? (
    <p className="lyc-Quiet">
      {rich(
        'Its output and log were removed on %1, as the rule of its schedule for what is kept says. The figures and the history stay.',
        exact(run.expired_at)
      )}
    </p>
  ) : null;
}
