/** Pages in the main area: opened by a command, one for each thing, and back after a reload. */
import type { ILayoutRestorer, JupyterFrontEnd } from '@jupyterlab/application';
import { MainAreaWidget, WidgetTracker } from '@jupyterlab/apputils';
import type { ReadonlyPartialJSONObject } from '@lumino/coreutils';
import type { Widget } from '@lumino/widgets';

export interface PageKind<Args extends ReadonlyPartialJSONObject, Content extends Widget> {
  command: string;
  namespace: string;
  label: string;
  create: (args: Args) => Content;
  /** What tells one page of this kind from another. */
  keyOf: (args: Args) => string;
  /** What brings an open page back after a reload. */
  argsOf: (content: Content) => Args;
  /** Show in a page that is open already what it is asked for now. */
  show?: (content: Content, args: Args) => void;
}

export type PageTracker<Content extends Widget> = WidgetTracker<MainAreaWidget<Content>>;

/** Add the command that opens pages of a kind; return who knows those that are open. */
export function addPage<Args extends ReadonlyPartialJSONObject, Content extends Widget>(
  app: JupyterFrontEnd,
  restorer: ILayoutRestorer | null,
  kind: PageKind<Args, Content>
): PageTracker<Content> {
  const tracker: PageTracker<Content> = new WidgetTracker({ namespace: kind.namespace });
  const create = (args: Args, id: string) => {
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
      const args = given as Args;
      const id = `${kind.namespace}-${kind.keyOf(args)}`;
      const open = tracker.find(widget => widget.id === id);
      if (open) {
        kind.show?.(open.content, args);
      }
      const widget = open ?? create(args, id);
      app.shell.activateById(id);
      return widget;
    }
  });
  void restorer?.restore(tracker, {
    command: kind.command,
    args: ({ content }) => kind.argsOf(content),
    name: ({ content }) => kind.keyOf(kind.argsOf(content))
  });
  return tracker;
}
