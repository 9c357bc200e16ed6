/** The icons of the workspace, drawn to sit beside JupyterLab's own. */
import { LabIcon } from '@jupyterlab/ui-components';

import catalog from '../style/icons/catalog.svg';
import review from '../style/icons/review.svg';
import runs from '../style/icons/runs.svg';
import templates from '../style/icons/templates.svg';
import tutorial from '../style/icons/tutorial.svg';

export const catalogIcon = new LabIcon({ name: 'lyceum:catalog', svgstr: catalog });
export const reviewIcon = new LabIcon({ name: 'lyceum:review', svgstr: review });
export const runsIcon = new LabIcon({ name: 'lyceum:runs', svgstr: runs });
export const templatesIcon = new LabIcon({ name: 'lyceum:templates', svgstr: templates });
export const tutorialIcon = new LabIcon({ name: 'lyceum:tutorial', svgstr: tutorial });
