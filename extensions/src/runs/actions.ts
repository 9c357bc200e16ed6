/** What can be done from the pages of runs; the plugin says how. */
import type { Run } from './api';
import type { RunModel } from './run';

/** What can be done with a run. */
export interface RunActions {
  cancel: (model: RunModel) => void;
  open: (id: string) => void;
  openGroup: (id: string) => void;
  openOutput: (run: Run) => void;
  runAgain: (run: Run) => void;
  resume: (model: RunModel) => void;
  compare: (run: Run) => void;
  /** Where the browser finds the report, or the notebook, of a run. */
  report: (run: Run, isKept?: boolean) => string;
  notebook: (run: Run) => string;
}
