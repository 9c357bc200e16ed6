/** The first row of the Launcher: the tutorials, and the ways to the templates, the courses and the catalog. */
import type { ILauncher } from '@jupyterlab/launcher';
import { DisposableSet } from '@lumino/disposable';

import { commandIds } from '../commands';
import { trans } from '../words';
import type { TemplateSummary } from './api';
import { isTutorial, type TemplatesModel } from './model';

const row = () => ({ category: trans.__('Start'), categoryRank: -100 });
const ways = [commandIds.openTemplates, commandIds.openLearn, commandIds.openCatalog];

/** Keep the cards of the Launcher's row *Start* the same as the published tutorials. */
export function fillLauncher(launcher: ILauncher, model: TemplatesModel): void {
  ways.forEach((command, place) =>
    launcher.add({ ...row(), command, args: { inLauncher: true }, rank: 1000 + place })
  );
  let shown = '';
  let cards = new DisposableSet();
  model.stateChanged.connect(() => {
    const tutorials = (model.templates ?? []).filter(isTutorial);
    const titles = JSON.stringify(tutorials.map(({ name, title }) => [name, title]));
    if (titles !== shown) {
      shown = titles;
      cards.dispose();
      cards = tutorialCards(launcher, tutorials);
    }
  });
}

function tutorialCards(launcher: ILauncher, tutorials: TemplateSummary[]): DisposableSet {
  const cards = tutorials.map(({ name }, rank) =>
    launcher.add({ ...row(), command: commandIds.useTemplate, args: { name }, rank })
  );
  return DisposableSet.from(cards);
}
