/** Making a profile: the button that starts the run, and how far the run is. */
import React, { useEffect, useState } from 'react';
import type { JupyterFrontEnd } from '@jupyterlab/application';

import { commandIds } from '../commands';
import { asProblem, type Service } from '../request';
import { fetchRun, isActive, type Run } from '../runs/api';
import { trans } from '../words';
import { makeProfile } from './profiles';

const PAUSE = 1000;

export interface MakingState {
  run: Run | null;
  /** Why it did not start, or cannot be followed. */
  trouble: string;
  isBusy: boolean;
  start: () => void;
}

/** Start the run that makes a profile and follow it; `done` is called when it has succeeded. */
export function useMaking(
  service: Service,
  name: string,
  version: number,
  done: () => void
): MakingState {
  const [run, setRun] = useState<Run | null>(null);
  const [trouble, setTrouble] = useState('');
  const [isStarting, setStarting] = useState(false);
  const follow = async (asked: Promise<Run>) => {
    try {
      setRun(await asked);
      setTrouble('');
    } catch (error) {
      setTrouble(asProblem(error).message);
      setRun(last => last && { ...last }); // asked again after a pause
    }
  };
  const start = async () => {
    setStarting(true);
    await follow(makeProfile(service, name, version));
    setStarting(false);
  };
  useEffect(() => {
    if (run?.state === 'succeeded') {
      done();
    }
    if (!run || !isActive(run.state)) {
      return;
    }
    const timer = setTimeout(() => void follow(fetchRun(service, run.id)), PAUSE);
    return () => clearTimeout(timer);
  }, [run]);
  const isBusy = isStarting || (!!run && isActive(run.state));
  return { run, trouble, isBusy, start: () => void start() };
}

interface MakingProps {
  making: MakingState;
  commands: JupyterFrontEnd['commands'];
  label: string;
  isMain?: boolean;
}

export function Making({ making, commands, label, isMain }: MakingProps): JSX.Element {
  const { run, trouble, isBusy, start } = making;
  const open = () => void commands.execute(commandIds.openRun, { id: run!.id });
  return (
    <div className="lyc-Making">
      <button
        className={`jp-mod-styled lyc-Button ${isMain ? 'jp-mod-accept' : 'jp-mod-minimal'}`}
        disabled={isBusy}
        onClick={start}
      >
        {label}
      </button>
      <span role="status">
        {run && run.state !== 'succeeded' && (
          <>
            {words(run)}{' '}
            <button className="lyc-Link" onClick={open}>
              {trans.__('Open the run')}
            </button>
          </>
        )}
        {trouble && <span> {trouble}</span>}
      </span>
    </div>
  );
}

function words(run: Run): string {
  const { state, progress, reason } = run;
  if (state === 'queued') {
    return trans.__('The run waits for its turn.');
  }
  if (isActive(state)) {
    return progress
      ? trans.__('Reading: cell %1 of %2.', progress.done, progress.total)
      : trans.__('The run starts.');
  }
  return trans.__('The run ended without a profile. %1', reason ?? '');
}
