/** The names of our commands, by which features reach each other. */

export const PALETTE = 'Lyceum';

export const commandIds = {
  openCatalog: 'lyceum:open-catalog',
  /** Takes `name`, and if need be `tab` and `version`. */
  openEntry: 'lyceum:open-entry',
  insertEntry: 'lyceum:insert-entry',
  openTemplates: 'lyceum:open-templates',
  previewTemplate: 'lyceum:preview-template',
  useTemplate: 'lyceum:use-template',
  openRuns: 'lyceum:open-runs',
  openRun: 'lyceum:open-run',
  openGroup: 'lyceum:open-group',
  compareRuns: 'lyceum:compare-runs',
  runNotebook: 'lyceum:run-notebook',
  runFile: 'lyceum:run-file',
  runTemplate: 'lyceum:run-template',
  runAgain: 'lyceum:run-again',
  finishAsJob: 'lyceum:finish-as-job',
  editSchedule: 'lyceum:edit-schedule'
} as const;
