/** The tabs of an entry's page, in their order; each is a component of its own. */
import type { JupyterFrontEnd } from '@jupyterlab/application';
import type { IRenderMimeRegistry } from '@jupyterlab/rendermime';

import type { Service } from '../request';
import { trans } from '../words';
import type { Entry } from './api';
import { ColumnsTab } from './columns';
import { CommentsTab } from './comments';
import type { Flavours } from './flavours';
import { LineageTab } from './lineage';
import { Overview } from './overview';
import { PreviewTab } from './preview';
import { ProfileTab } from './profile';
import { UseTab } from './use';
import { VersionsTab } from './versions';

/** What a tab is given. */
export interface TabProps {
  entry: Entry;
  service: Service;
  rendermime: IRenderMimeRegistry;
  /** Other features, by the names in commands.ts. */
  commands: JupyterFrontEnd['commands'];
  /** The library that snippets are written for. */
  flavours: Flavours;
  /** Ask the service for the entry anew, after something changed. */
  refresh: () => Promise<void>;
}

export interface Tab {
  id: string;
  label: string;
  Content: (props: TabProps) => JSX.Element;
  /** Which entries have it; all where nothing is said. */
  suits?: (entry: Entry) => boolean;
}

export const isDataset = (entry: Entry): boolean => entry.kind === 'dataset';

export const tabs = (): Tab[] => [
  { id: 'overview', label: trans.__('Overview'), Content: Overview },
  { id: 'columns', label: trans.__('Columns'), Content: ColumnsTab, suits: isDataset },
  { id: 'preview', label: trans.__('Preview'), Content: PreviewTab, suits: isDataset },
  { id: 'profile', label: trans.__('Profile'), Content: ProfileTab, suits: isDataset },
  { id: 'lineage', label: trans.__('Lineage'), Content: LineageTab },
  { id: 'versions', label: trans.__('Versions'), Content: VersionsTab },
  { id: 'use', label: trans._p('tab', 'Use'), Content: UseTab, suits: isDataset },
  { id: 'comments', label: trans.__('Comments'), Content: CommentsTab }
];
