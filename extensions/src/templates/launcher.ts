/** The first row of the Launcher: a tutorial, the templates, and the catalog. */
import type { ILauncher } from '@jupyterlab/launcher';
import { DisposableSet } from '@lumino/disposable';

import { commandIds } from '../commands';
import { trans } from '../words';
import type { TemplatesModel } from './model';

const row = () => ({ category: trans.__('Start'), categoryRank: -100 });

/** Keep the cards of the Launcher's row *Start* the same as the published templates. */
export function fillLauncher(launcher: ILauncher, model: TemplatesModel): void {
  launcher.add({
    ...row(),
    command: commandIds.openCatalog,
    args: { inLauncher: true },
    rank: 1000
  });
  let shown = '';
  let cards = new DisposableSet();
  model.stateChanged.connect(() => {
    const titles = JSON.stringify(model.templates?.map(({ name, title }) => [name, title]));
    if (model.templates && titles !== shown) {
      shown = titles;
      cards.dispose();
      cards = templateCards(launcher, model);
    }
  });
}

function templateCards(launcher: ILauncher, model: TemplatesModel): DisposableSet {
  const cards = (model.templates ?? []).map(({ name }, rank) =>
    launcher.add({ ...row(), command: commandIds.useTemplate, args: { name }, rank })
  );
  return DisposableSet.from(cards);
}
