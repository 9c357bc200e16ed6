/** Wires the editor of entries into JupyterLab. */
import {
  ILayoutRestorer,
  type JupyterFrontEnd,
  type JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { ICommandPalette } from '@jupyterlab/apputils';
import { IEditorServices } from '@jupyterlab/codeeditor';
import { PathExt } from '@jupyterlab/coreutils';
import type { INotebookContent } from '@jupyterlab/nbformat';
import { INotebookTracker } from '@jupyterlab/notebook';
import { IRenderMimeRegistry } from '@jupyterlab/rendermime';
import { UUID } from '@lumino/coreutils';

import { commandIds, PALETTE } from '../commands';
import { withoutOutputs } from '../form/source';
import { reviewIcon } from '../icons';
import { addPage } from '../parts/pages';
import { Service, type Json } from '../request';
import { trans } from '../words';
import { Keeper, keptKeys } from './kept';
import { EditorModel } from './model';
import { EditorPage, type EditorContext } from './page';
import { nameFor } from './record';
import { startOf, startOfNotebook, withoutOrigin, type EditorArguments, type Start } from './start';

export const editorPlugin: JupyterFrontEndPlugin<void> = {
  id: 'lyceum_lab:editor',
  description: 'Edits the record of an entry, as a form or as text, and proposes it.',
  autoStart: true,
  requires: [IRenderMimeRegistry, IEditorServices, INotebookTracker],
  optional: [ICommandPalette, ILayoutRestorer],
  activate
};

const EDIT = 'lyceum:edit';

function activate(
  app: JupyterFrontEnd,
  rendermime: IRenderMimeRegistry,
  editors: IEditorServices,
  notebooks: INotebookTracker,
  palette: ICommandPalette | null,
  restorer: ILayoutRestorer | null
): void {
  const { commands, serviceManager } = app;
  const settings = serviceManager.serverSettings;
  const service = new Service(settings);
  /** What editors of notebooks start from, by their keys, until they have started. */
  const starts = new Map<string, () => Promise<Start>>();
  const context: EditorContext = {
    rendermime,
    editors,
    submitted: model => {
      pages.find(({ content }) => content.model === model)?.dispose();
      void commands.execute(commandIds.openProposal, { id: model.stored.proposal!.id });
      void commands.execute(commandIds.openReview);
    }
  };
  const create = (args: EditorArguments): EditorPage => {
    const keeper = new Keeper(settings.baseUrl, args.key);
    const start = starts.get(args.key) ?? (() => startOf(service, withKept(args, keeper)));
    return new EditorPage(new EditorModel(args.key, service, start, keeper), context);
  };
  const pages = addPage<EditorArguments, EditorPage>(app, restorer, {
    command: EDIT,
    namespace: 'lyceum-editor',
    label: trans.__('Edit an entry'),
    create,
    keyOf: ({ key }) => key,
    argsOf: ({ model }) => argsOf(model)
  });
  pages.widgetAdded.connect((_, page) =>
    page.content.model.stateChanged.connect(() => void pages.save(page))
  );
  const edit = (args: EditorArguments) => commands.execute(EDIT, args);
  const isOpen = (key: string) => !!pages.find(({ content }) => content.model.key === key);
  addCommands(app, edit, () => keptKeys(settings.baseUrl, 'new-').find(key => !isOpen(key)));
  addTemplateCommand(app, notebooks, async (name, found) => {
    const notebook = withoutOrigin(found);
    const key = `template-${name}`;
    starts.set(key, () => startOfNotebook(service, name, notebook));
    const open = pages.find(({ content }) => content.model.key === key);
    await edit({ key });
    open?.content.model.set('notebook', notebook);
  });
  palette?.addItem({ command: commandIds.newEntry, category: PALETTE });
  palette?.addItem({ command: commandIds.proposeTemplate, category: PALETTE });
}

/** Return the arguments with the proposal that the browser kept for this editor, if any. */
function withKept(args: EditorArguments, keeper: Keeper): EditorArguments {
  const proposal = args.proposal ?? keeper.get()?.proposal;
  return proposal ? { ...args, proposal } : args;
}

function argsOf({ key, stored: { proposal } }: EditorModel): EditorArguments {
  const entry = key.startsWith('change-') ? { entry: key.slice('change-'.length) } : {};
  return { key, ...entry, ...(proposal && { proposal: proposal.id }) };
}

function addCommands(
  { commands }: JupyterFrontEnd,
  edit: (args: EditorArguments) => Promise<unknown>,
  unfinished: () => string | undefined
): void {
  commands.addCommand(commandIds.newEntry, {
    label: trans.__('New entry of the catalog'),
    caption: trans.__('Describe a data set, and propose it'),
    icon: reviewIcon,
    execute: () => edit({ key: unfinished() ?? `new-${UUID.uuid4()}` })
  });
  commands.addCommand(commandIds.proposeChange, {
    label: trans.__('Propose a change of an entry'),
    execute: args => {
      const entry = args['name'] as string;
      return edit({ key: `change-${entry}`, entry }).then(() => false);
    }
  });
  commands.addCommand(commandIds.editProposal, {
    label: trans.__('Edit a proposal'),
    execute: args => {
      const proposal = args['id'] as string;
      return edit({ key: `proposal-${proposal}`, proposal });
    }
  });
}

function addTemplateCommand(
  { commands }: JupyterFrontEnd,
  notebooks: INotebookTracker,
  propose: (name: string, notebook: { [field: string]: Json }) => Promise<void>
): void {
  commands.addCommand(commandIds.proposeTemplate, {
    label: trans.__('Propose as template…'),
    caption: trans.__('Describe this notebook, and propose it for others to start from'),
    icon: reviewIcon,
    isEnabled: () => !!notebooks.currentWidget,
    execute: async () => {
      const panel = notebooks.currentWidget;
      if (panel) {
        await panel.context.ready;
        const notebook = withoutOutputs(panel.content.model!.toJSON() as INotebookContent);
        const name = nameFor(PathExt.basename(panel.context.path, '.ipynb'));
        await propose(name, notebook as unknown as { [field: string]: Json });
      }
    }
  });
}
