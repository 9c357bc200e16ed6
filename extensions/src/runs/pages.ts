/** The pages of runs in the main area: a run, a group of runs, and two runs side by side. */
import type { ILayoutRestorer, JupyterFrontEnd } from '@jupyterlab/application';
import { Dialog, showDialog } from '@jupyterlab/apputils';
import { URLExt } from '@jupyterlab/coreutils';
import type { IRenderMimeRegistry } from '@jupyterlab/rendermime';

import { commandIds } from '../commands';
import { addPage } from '../parts/pages';
import { count } from '../parts/quantity';
import type { Service } from '../request';
import { trans } from '../words';
import type { RunActions } from './actions';
import { attempt } from '../parts/attempt';
import type { Run } from './api';
import { ComparisonPage } from './compare';
import { ComparisonModel } from './comparison';
import { GroupPage } from './group';
import { GroupModel } from './groups';
import type { RunsModel } from './model';
import { outputPath } from './output';
import { RunPage } from './page';
import { RunModel } from './run';

export interface Surroundings {
  app: JupyterFrontEnd;
  service: Service;
  runs: RunsModel;
  rendermime: IRenderMimeRegistry;
  restorer: ILayoutRestorer | null;
}

type Arguments = { id: string; since?: string };

/** Add the commands that open pages. */
export function addPages(around: Surroundings): void {
  const { app, restorer, service, rendermime, runs } = around;
  const actions = runActions(around);
  const keyOf = ({ id }: Arguments) => id;
  const argsOf = ({ model }: { model: { id: string } }) => ({ id: model.id });
  addPage<Arguments, RunPage>(app, restorer, {
    command: commandIds.openRun,
    namespace: 'lyceum-run',
    label: trans.__('Open a run'),
    create: ({ id }) => new RunPage(new RunModel(id, service), rendermime, actions),
    keyOf,
    argsOf
  });
  addPage<Arguments, GroupPage>(app, restorer, {
    command: commandIds.openGroup,
    namespace: 'lyceum-group',
    label: trans.__('Open a group of runs'),
    create: ({ id }) =>
      new GroupPage(new GroupModel(id, service), {
        open: actions.open,
        cancelAll: model => void attempt(cancelAll(model, runs))
      }),
    keyOf,
    argsOf
  });
  addPage<Arguments, ComparisonPage>(app, restorer, {
    command: commandIds.compareRuns,
    namespace: 'lyceum-comparison',
    label: trans.__('Compare two runs'),
    create: ({ id, since }) =>
      new ComparisonPage(new ComparisonModel(id, service, since), rendermime, actions.open),
    keyOf,
    argsOf
  });
}

function runActions({ app, runs }: Surroundings): RunActions {
  const { commands, serviceManager } = app;
  const url = (run: Run, path: string) =>
    URLExt.join(serviceManager.serverSettings.baseUrl, 'lyceum', path.replace('ID', run.id));
  const open = (id: string) => void commands.execute(commandIds.openRun, { id });
  return {
    open,
    openGroup: id => void commands.execute(commandIds.openGroup, { id }),
    cancel: model => void attempt(model.cancel().then(() => runs.refresh())),
    openOutput: run => void commands.execute('docmanager:open', { path: outputPath(run) }),
    runAgain: run => void commands.execute(commandIds.runAgain, { id: run.id }),
    resume: model => void attempt(model.resume().then(run => open(run.id))),
    compare: run => void commands.execute(commandIds.compareRuns, { id: run.id }),
    report: (run, isKept) => url(run, 'runs/ID/report') + (isKept ? '?download=1' : ''),
    notebook: run => url(run, 'service/api/runs/ID/output')
  };
}

async function cancelAll(model: GroupModel, runs: RunsModel): Promise<void> {
  const { button } = await showDialog({
    title: trans.__(
      'Cancel %1 of “%2”?',
      count(model.active, '%1 run', '%1 runs'),
      model.group?.name
    ),
    body: trans.__(
      'Runs that have ended stay as they are. What the others have executed so far is kept.'
    ),
    buttons: [
      Dialog.cancelButton({ label: trans.__('Let them run') }),
      Dialog.warnButton({ label: trans.__('Cancel all') })
    ],
    defaultButton: 0
  });
  if (button.accept) {
    await model.cancel();
    await runs.refresh();
  }
}
