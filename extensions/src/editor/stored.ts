/** What the service keeps of what is written: the proposal, the version it changes, what somebody else left there. */
import type { Service } from '../request';
import { fetchProposal, submit, type Proposal } from '../review/api';
import { create, save } from './api';
import type { Draft } from './record';

export class Stored {
  proposal: Proposal | null = null;
  /** The version that it changes; null where the entry is new. */
  baseVersion: number | null = null;
  /** The draft as somebody else left it, while the one here differs from it. */
  theirs: Proposal | null = null;

  constructor(private readonly service: Service) {}

  get isNew(): boolean {
    return this.baseVersion === null;
  }

  /** Whether the name is settled: that of an entry, or of a proposal that is kept. */
  get isNamed(): boolean {
    return !this.isNew || !!this.proposal;
  }

  /** Whether the entry went on since the version that this changes. */
  get isBehind(): boolean {
    const present = this.proposal?.present_version ?? null;
    return present !== null && present !== this.baseVersion;
  }

  /** Whether a change takes the proposal back from review. */
  get isInReview(): boolean {
    return this.proposal?.state === 'in_review';
  }

  /** The author, where that is somebody else, who alone can submit it. */
  get author(): string | null {
    const { state, may, author } = this.proposal ?? {};
    return state === 'draft' && !may!.submit ? author! : null;
  }

  /** Make it a change of the entry as it is by now. */
  catchUp(): void {
    this.baseVersion = this.proposal!.present_version;
  }

  async save(record: Draft, summary: string): Promise<void> {
    const { proposal, service, baseVersion: base_version } = this;
    if (proposal) {
      const { id, revision } = proposal;
      const base = base_version === proposal.base_version ? {} : { base_version };
      this.proposal = await save(service, id, { record, summary, revision, ...base });
    } else {
      const base = base_version === null ? {} : { base_version };
      this.proposal = await create(service, { record, summary, ...base });
    }
  }

  async submit(): Promise<void> {
    const { id, revision } = this.proposal!;
    this.proposal = await submit(this.service, id, revision);
  }

  /** Look whether somebody else changed it since it was read. */
  async compare(): Promise<void> {
    if (this.proposal) {
      const theirs = await fetchProposal(this.service, this.proposal.id).catch(() => null);
      this.theirs = theirs && theirs.revision !== this.proposal.revision ? theirs : null;
    }
  }

  /** Go on from what somebody else left, and return it. */
  takeTheirs(): Proposal {
    const proposal = this.theirs!;
    Object.assign(this, { proposal, theirs: null, baseVersion: proposal.base_version });
    return proposal;
  }
}
