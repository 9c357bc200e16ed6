/** *Finish as a job*: hands the open notebook to the queue with its cells as they are; then one may log out. */
import React, { useEffect, useState } from 'react';
import type { JupyterFrontEnd } from '@jupyterlab/application';
import { Dialog, Notification, ReactWidget, showDialog } from '@jupyterlab/apputils';
import { PathExt } from '@jupyterlab/coreutils';
import type { NotebookPanel } from '@jupyterlab/notebook';

import { commandIds } from '../commands';
import { asProblem, type Service } from '../request';
import type { Run } from '../runs/api';
import { trans } from '../words';
import { rich } from '../parts/rich';
import { preflight, startRun, type Finding, type Job } from './api';
import { Field } from './field';
import { Warnings } from './findings';
import type { Sources } from './source';

const LOG_OUT = 'hub:logout';
const queueAndLogOut = () => trans.__('Queue and log out');

/** Ask, queue the notebook, and log out if that is wanted; the notebook is saved before. */
export async function finishAsJob(
  app: JupyterFrontEnd,
  service: Service,
  sources: Sources,
  panel: NotebookPanel
): Promise<void> {
  try {
    const body = new FinishBody(service, panel, () => jobOf(sources, panel));
    const { button, value } = await showDialog({
      title: trans.__('Finish as a job'),
      body,
      buttons: buttons(app),
      focusNodeSelector: 'input'
    });
    if (button.accept) {
      const job = {
        ...(await jobOf(sources, panel)),
        ...(value?.trim() && { name: value.trim() })
      };
      const run = await startRun(service, job);
      await (button.label === queueAndLogOut() ? logOut(app, panel) : tell(app, run));
    }
  } catch (error) {
    Notification.error(asProblem(error).message);
  }
}

function buttons(app: JupyterFrontEnd): Dialog.IButton[] {
  const canLogOut = app.commands.hasCommand(LOG_OUT);
  return [
    Dialog.cancelButton(),
    ...(canLogOut ? [Dialog.okButton({ label: queueAndLogOut(), className: 'lyc-Second' })] : []),
    Dialog.okButton({ label: trans.__('Queue') })
  ];
}

async function jobOf(sources: Sources, panel: NotebookPanel): Promise<Job> {
  const { job } = await sources.ofCells(panel);
  return { ...job, parameters: {} };
}

async function logOut(app: JupyterFrontEnd, panel: NotebookPanel): Promise<void> {
  if (panel.context.model.dirty && !panel.context.model.readOnly) {
    await panel.context.save();
  }
  await app.commands.execute(LOG_OUT);
}

async function tell({ commands }: JupyterFrontEnd, run: Run): Promise<void> {
  await commands.execute(commandIds.openRuns);
  await commands.execute(commandIds.openRun, { id: run.id });
}

class FinishBody extends ReactWidget implements Dialog.IBodyWidget<string> {
  private name: string;

  constructor(
    private readonly service: Service,
    private readonly panel: NotebookPanel,
    private readonly job: () => Promise<Job>
  ) {
    super();
    this.addClass('lyc-Finish');
    this.name = PathExt.basename(panel.context.path, '.ipynb');
  }

  getValue(): string {
    return this.name;
  }

  protected override render(): JSX.Element {
    const folder = PathExt.dirname(this.panel.context.localPath);
    return (
      <Finish
        name={this.name}
        folder={folder}
        onName={name => (this.name = name)}
        find={async () => (await preflight(this.service, await this.job())).findings}
      />
    );
  }
}

interface FinishProps {
  name: string;
  folder: string;
  onName: (name: string) => void;
  find: () => Promise<Finding[]>;
}

function Finish({ name, folder, onName, find }: FinishProps): JSX.Element {
  const [findings, setFindings] = useState<Finding[]>([]);
  useEffect(() => void find().then(setFindings, () => setFindings([])), []);
  return (
    <>
      <p>
        {rich(
          'The notebook is executed from the top, with its cells as they are now, saved or not, in %1. It goes on without you: once it is queued you may log out.',
          folder ? <q>{folder}</q> : trans.__('your home folder')
        )}
      </p>
      <Field label={trans.__('Name')}>
        {attributes => (
          <input
            {...attributes}
            type="text"
            maxLength={200}
            defaultValue={name}
            onChange={event => onName(event.target.value)}
          />
        )}
      </Field>
      {findings.length > 0 && <Warnings findings={findings} />}
    </>
  );
}
