/** The names of our commands, by which features reach each other. */

export const PALETTE = 'Lyceum';

export const commandIds = {
  openCatalog: 'lyceum:open-catalog',
  /** Takes `name`, and if need be `tab` and `version`. */
  openEntry: 'lyceum:open-entry',
  /** Takes `name`; answers whether access was asked for. */
  requestAccess: 'lyceum:request-access',
  /** Takes `name`, and `version` where that is to be pinned. */
  insertEntry: 'lyceum:insert-entry',
  /** Takes `name`, as those do that follow. */
  proposeChange: 'lyceum:propose-change',
  confirmEntry: 'lyceum:confirm-entry',
  deprecateEntry: 'lyceum:deprecate-entry',
  retireEntry: 'lyceum:retire-entry',
  restoreEntry: 'lyceum:restore-entry',
  newEntry: 'lyceum:new-entry',
  proposeTemplate: 'lyceum:propose-template',
  editProposal: 'lyceum:edit-proposal',
  openProposal: 'lyceum:open-proposal',
  openReview: 'lyceum:open-review',
  openTemplates: 'lyceum:open-templates',
  previewTemplate: 'lyceum:preview-template',
  useTemplate: 'lyceum:use-template',
  /** Takes the `path` of a copy of a template; of the notebook in front where none is given. */
  updateCopy: 'lyceum:update-copy',
  openLearn: 'lyceum:open-learn',
  /** Takes `code`. */
  openWorkshop: 'lyceum:open-workshop',
  openRuns: 'lyceum:open-runs',
  openRun: 'lyceum:open-run',
  openGroup: 'lyceum:open-group',
  compareRuns: 'lyceum:compare-runs',
  runNotebook: 'lyceum:run-notebook',
  runFile: 'lyceum:run-file',
  runTemplate: 'lyceum:run-template',
  runAgain: 'lyceum:run-again',
  finishAsJob: 'lyceum:finish-as-job',
  keepLab: 'lyceum:keep-lab',
  openRoom: 'lyceum:open-room',
  openPackages: 'lyceum:open-packages',
  editSchedule: 'lyceum:edit-schedule'
} as const;
