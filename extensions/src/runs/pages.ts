/** The pages of runs in the main area: a run, a group of runs, and two runs side by side. */
import type { ILayoutRestorer, JupyterFrontEnd } from '@jupyterlab/application';
import { Dialog, MainAreaWidget, showDialog, WidgetTracker } from '@jupyterlab/apputils';
import { URLExt } from '@jupyterlab/coreutils';
import type { IRenderMimeRegistry } from '@jupyterlab/rendermime';
import type { Widget } from '@lumino/widgets';

import { commandIds } from '../commands';
import { count } from '../parts/quantity';
import type { Service } from '../request';
import type { RunActions } from './actions';
import { attempt } from './attempt';
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

interface PageKind {
  command: string;
  namespace: string;
  label: string;
  create: (args: Arguments) => Widget;
}

/** Add the commands that open pages; pages that were open come back after a reload. */
export function addPages(around: Surroundings): void {
  const { service, rendermime, runs } = around;
  const actions = runActions(around);
  addPage(around, {
    command: commandIds.openRun,
    namespace: 'lyceum-run',
    label: 'Open a run',
    create: ({ id }) => new RunPage(new RunModel(id, service), rendermime, actions)
  });
  addPage(around, {
    command: commandIds.openGroup,
    namespace: 'lyceum-group',
    label: 'Open a group of runs',
    create: ({ id }) =>
      new GroupPage(new GroupModel(id, service), {
        open: actions.open,
        cancelAll: model => void attempt(cancelAll(model, runs))
      })
  });
  addPage(around, {
    command: commandIds.compareRuns,
    namespace: 'lyceum-comparison',
    label: 'Compare two runs',
    create: ({ id, since }) =>
      new ComparisonPage(new ComparisonModel(id, service, since), rendermime, actions.open)
  });
}

function addPage({ app, restorer }: Surroundings, kind: PageKind): void {
  const tracker = new WidgetTracker<MainAreaWidget>({ namespace: kind.namespace });
  const create = (args: Arguments, id: string) => {
    const widget = new MainAreaWidget({ content: kind.create(args) });
    widget.toolbar.hide();
    widget.id = id;
    app.shell.add(widget, 'main');
    void tracker.add(widget);
    return widget;
  };
  app.commands.addCommand(kind.command, {
    label: kind.label,
    execute: given => {
      const args = given as Arguments;
      const id = `${kind.namespace}-${args.id}`;
      const widget = tracker.find(open => open.id === id) ?? create(args, id);
      app.shell.activateById(id);
      return widget;
    }
  });
  const idOf = (widget: Widget) => widget.id.slice(kind.namespace.length + 1);
  void restorer?.restore(tracker, {
    command: kind.command,
    args: widget => ({ id: idOf(widget) }),
    name: idOf
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
    title: `Cancel ${count(model.active, 'run')} of “${model.group?.name}”?`,
    body: 'Runs that have ended stay as they are. What the others have executed so far is kept.',
    buttons: [
      Dialog.cancelButton({ label: 'Let them run' }),
      Dialog.warnButton({ label: 'Cancel all' })
    ],
    defaultButton: 0
  });
  if (button.accept) {
    await model.cancel();
    await runs.refresh();
  }
}
