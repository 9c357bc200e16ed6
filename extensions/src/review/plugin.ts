/** Wires reviews, and what becomes of entries later on, into JupyterLab. */
import {
  ILayoutRestorer,
  type JupyterFrontEnd,
  type JupyterFrontEndPlugin
} from '@jupyterlab/application';
import {
  Dialog,
  ICommandPalette,
  InputDialog,
  Notification,
  showDialog
} from '@jupyterlab/apputils';
import { IRenderMimeRegistry } from '@jupyterlab/rendermime';

import { commandIds } from '../commands';
import { reviewIcon } from '../icons';
import { addPage } from '../parts/pages';
import { addPanel } from '../parts/sidebar';
import { Service } from '../request';
import { attempt } from '../parts/attempt';
import { trans } from '../words';
import { move, type AccessRequest, type Message, type Step } from './api';
import { end } from './endform';
import { EndingModel, type Ending } from './ending';
import { ReviewModel } from './model';
import { ProposalPage, type ProposalActions } from './page';
import { ReviewPanel } from './panel';
import { ProposalModel } from './proposal';
import { titleOf } from './state';

const ABOUT_PROPOSALS = ['proposal', 'comment'];

export const reviewPlugin: JupyterFrontEndPlugin<void> = {
  id: 'lyceum_lab:review',
  description: 'Shows what waits for somebody: proposals to review, requests for access, an inbox.',
  autoStart: true,
  requires: [IRenderMimeRegistry],
  optional: [ICommandPalette, ILayoutRestorer],
  activate
};

function activate(
  app: JupyterFrontEnd,
  rendermime: IRenderMimeRegistry,
  palette: ICommandPalette | null,
  restorer: ILayoutRestorer | null
): void {
  const { commands } = app;
  const service = new Service(app.serviceManager.serverSettings);
  const model = new ReviewModel(service);
  const open = (id: string) => void commands.execute(commandIds.openProposal, { id });
  const openEntry = (name: string, tab?: string) =>
    void commands.execute(commandIds.openEntry, { name, tab });
  const panel = new ReviewPanel(model, {
    open,
    openEntry,
    follow: message => void follow(model, message, open, openEntry),
    newEntry: () => void commands.execute(commandIds.newEntry),
    grant: (request, days) => void attempt(model.grant(request, days)),
    refuse: request => void attempt(refuse(model, request))
  });
  addPanel(app, panel, palette, restorer, {
    command: commandIds.openReview,
    label: trans.__('Open the reviews'),
    caption: trans.__('See what waits for you, what you proposed, and what you were told'),
    icon: reviewIcon,
    type: 'Review',
    rank: 153,
    opened: () => model.refresh()
  });
  addProposals(app, service, rendermime, restorer, model);
  addLifecycle(app, service, model);
  void app.restored.then(() => model.refresh());
}

function addProposals(
  app: JupyterFrontEnd,
  service: Service,
  rendermime: IRenderMimeRegistry,
  restorer: ILayoutRestorer | null,
  reviews: ReviewModel
): void {
  const { commands } = app;
  const actions: ProposalActions = {
    edit: id => void commands.execute(commandIds.editProposal, { id }),
    openEntry: name => void commands.execute(commandIds.openEntry, { name }),
    withdraw: model => void attempt(withdraw(model).then(() => reviews.refresh())),
    decided: () => void reviews.refresh()
  };
  addPage<{ id: string }, ProposalPage>(app, restorer, {
    command: commandIds.openProposal,
    namespace: 'lyceum-proposal',
    label: trans.__('Open a proposal'),
    create: ({ id }) => {
      void attempt(reviews.see(id));
      return new ProposalPage(new ProposalModel(id, service), rendermime, actions);
    },
    keyOf: ({ id }) => id,
    argsOf: ({ model }) => ({ id: model.id }),
    show: ({ model }) => {
      void attempt(reviews.see(model.id));
      void model.refresh();
    }
  });
}

/** The commands of an entry's life; each answers whether something changed. */
function addLifecycle(app: JupyterFrontEnd, service: Service, reviews: ReviewModel): void {
  const add = (id: string, label: string, act: (name: string) => Promise<boolean>) =>
    app.commands.addCommand(id, {
      label,
      execute: async args => {
        let isDone = false;
        await attempt(act(args['name'] as string).then(done => (isDone = done)));
        void reviews.refresh();
        return isDone;
      }
    });
  const ending = (step: Ending) => (name: string) => end(new EndingModel(service, name, step));
  const moving = (step: Step, said: string) => async (name: string) => {
    await move(service, name, step);
    Notification.success(trans.__('%1: %2', name, said), { autoClose: 4000 });
    return true;
  };
  add(commandIds.deprecateEntry, trans.__('Deprecate an entry'), ending('deprecate'));
  add(commandIds.retireEntry, trans.__('Retire an entry'), ending('retire'));
  add(
    commandIds.restoreEntry,
    trans.__('Restore an entry'),
    moving('restore', trans.__('published again.'))
  );
  add(
    commandIds.confirmEntry,
    trans.__('Confirm an entry'),
    moving('confirm', trans.__('noted that it still holds.'))
  );
}

/** Open what a message is about, and note that it was read. */
async function follow(
  model: ReviewModel,
  message: Message,
  open: (proposal: string) => void,
  openEntry: (name: string, tab?: string) => void
): Promise<void> {
  if (message.about && ABOUT_PROPOSALS.includes(message.kind)) {
    open(message.about);
  } else if (message.entry) {
    openEntry(message.entry, message.kind === 'entry_comment' ? 'comments' : undefined);
  }
  if (!message.read) {
    await attempt(model.markRead([message]));
  }
}

async function refuse(model: ReviewModel, request: AccessRequest): Promise<void> {
  const { value } = await InputDialog.getText({
    title: trans.__('Refuse to let %1 read %2?', request.person, request.entry),
    label: trans.__('Why? They will read this.'),
    okLabel: trans.__('Refuse'),
    required: true
  });
  if (value?.trim()) {
    await model.refuse(request, value.trim());
  }
}

async function withdraw(model: ProposalModel): Promise<void> {
  const { button } = await showDialog({
    title: trans.__('Withdraw “%1”?', titleOf(model.proposal!)),
    body: trans.__(
      'Nobody will review it any more. It can be read later, and not be submitted again.'
    ),
    buttons: [
      Dialog.cancelButton({ label: trans.__('Keep it') }),
      Dialog.warnButton({ label: trans.__('Withdraw') })
    ],
    defaultButton: 0
  });
  if (button.accept) {
    await model.withdraw();
  }
}
