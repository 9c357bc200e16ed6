/** What an editor starts from: nothing, an entry that is published, a proposal, or a notebook. */
import type { Json, Service } from '../request';
import { fetchProposal, type Proposal } from '../review/api';
import { fetchMe } from '../runs/api';
import { fetchOpen, fetchRecord, isMine } from './api';
import { blank, type Draft } from './record';

export interface Start {
  record: Draft;
  proposal: Proposal | null;
  /** The version that it changes; null where the entry is new. */
  baseVersion: number | null;
  /** A notebook that takes the place of the one there. */
  notebook?: Json;
}

/** Which editor: of a new entry where nothing is named. */
export type EditorArguments = { key: string; entry?: string; proposal?: string };

export async function startOf(
  service: Service,
  { entry, proposal }: EditorArguments
): Promise<Start> {
  if (proposal) {
    return ofProposal(await fetchProposal(service, proposal));
  }
  return entry ? ofEntry(service, entry) : ofNothing(service);
}

/** Start a template from a notebook: a change of the template of that name where it is the person's to change. */
export async function startOfNotebook(
  service: Service,
  name: string,
  notebook: { [field: string]: Json }
): Promise<Start> {
  if ((await fetchOpen(service, name)) || (await isMine(service, name, 'template'))) {
    return { ...(await ofEntry(service, name)), notebook };
  }
  const { name: person } = await fetchMe(service);
  const said = (notebook.metadata as { lyceum?: Draft }).lyceum ?? {};
  const record = {
    ...blank(person),
    name,
    level: 'beginner',
    duration: 15,
    ...said,
    kind: 'template'
  };
  return { record: { ...record, notebook }, proposal: null, baseVersion: null, notebook };
}

/** Return the notebook without what it says of the version that it is a copy of. */
export function withoutOrigin(notebook: { [field: string]: Json }): { [field: string]: Json } {
  const metadata = notebook.metadata as { lyceum?: Draft };
  if (!metadata.lyceum) {
    return notebook;
  }
  const lyceum = Object.fromEntries(
    Object.entries(metadata.lyceum).filter(([name]) => name !== 'copied')
  );
  return { ...notebook, metadata: { ...metadata, lyceum } };
}

async function ofNothing(service: Service): Promise<Start> {
  const { name } = await fetchMe(service);
  const resources = [{ name: 'parquet', reader: 'parquet', url: '' }];
  const record = { kind: 'dataset', ...blank(name), resources };
  return { record, proposal: null, baseVersion: null };
}

/** Go on with the proposal that the person has for the entry; else start from what is published. */
async function ofEntry(service: Service, entry: string): Promise<Start> {
  const open = await fetchOpen(service, entry);
  if (open) {
    return ofProposal(await fetchProposal(service, open.id));
  }
  const { record, version } = await fetchRecord(service, entry);
  return { record, proposal: null, baseVersion: version };
}

function ofProposal(proposal: Proposal): Start {
  return { record: proposal.record as Draft, proposal, baseVersion: proposal.base_version };
}
