/** Panels in the left sidebar, each with the command that opens it. */
import type { ILayoutRestorer, JupyterFrontEnd } from '@jupyterlab/application';
import type { ICommandPalette } from '@jupyterlab/apputils';
import type { LabIcon } from '@jupyterlab/ui-components';
import type { Widget } from '@lumino/widgets';

import { PALETTE } from '../commands';

export interface Opening {
  /** The name of the command, and what people read of it; a card in the Launcher has the panel's title. */
  command: string;
  label: string;
  caption: string;
  icon: LabIcon;
  /** What the panel is called, and its place among the others. */
  type: string;
  rank: number;
  /** Done once it is in view. */
  opened?: () => Promise<void>;
}

/** Add a panel; it comes back with the layout, and the command stands in the palette. */
export function addPanel(
  app: JupyterFrontEnd,
  panel: Widget,
  palette: ICommandPalette | null,
  restorer: ILayoutRestorer | null,
  { command, label, type, rank, opened, ...said }: Opening
): void {
  app.shell.add(panel, 'left', { rank, type });
  restorer?.add(panel, panel.id);
  app.commands.addCommand(command, {
    ...said,
    label: args => (args['inLauncher'] ? panel.title.caption : label),
    execute: () => {
      app.shell.activateById(panel.id);
      return opened?.();
    }
  });
  palette?.addItem({ command, category: PALETTE });
}
