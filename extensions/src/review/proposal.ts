/** What a proposal's page knows: the text that is shown, and whether that is still the proposal's. */
import { FreshModel } from '../parts/fresh';
import { asProblem, Problem, type Service } from '../request';
import type { Difference } from '../runs/difference';
import { trans } from '../words';
import {
  addComment,
  approve,
  fetchChanges,
  fetchComments,
  fetchNotebookChanges,
  fetchProposal,
  fetchReadiness,
  sendBack,
  submit,
  withdraw,
  type Changes,
  type Comment,
  type Proposal
} from './api';
import type { Readiness } from './readiness';

const FRESH_FOR = 15000;

/** A text of a proposal: what is read is what is approved. */
export interface Shown {
  contentHash: string;
  changes: Changes;
  notebook: Difference | null;
}

export class ProposalModel extends FreshModel {
  /** The proposal as it stands now. */
  proposal: Proposal | null = null;
  /** The text that the person has before them; it changes only when they ask for it. */
  shown: Shown | null = null;
  comments: Comment[] = [];
  /** Of the notebook that a template has; of others there is none. */
  readiness: Readiness | null = null;
  /** What happened that nobody expected, in words. */
  notice = '';
  isBusy = false;

  constructor(
    readonly id: string,
    readonly service: Service
  ) {
    super(`lyceum:proposal:${id}`);
  }

  /** Whether the author changed the text since it was shown. */
  get isOutdated(): boolean {
    return this.shown?.contentHash !== this.proposal?.content_hash;
  }

  /** Show the text as it is by now. */
  async showPresent(): Promise<void> {
    this.shown = null;
    this.notice = '';
    await this.refresh();
  }

  comment(field: string, text: string): Promise<boolean> {
    return this.act(() => addComment(this.service, this.id, { field, text }));
  }

  /** Publish what is shown. */
  approve(): Promise<boolean> {
    return this.act(() => approve(this.service, this.id, this.shown!.contentHash));
  }

  sendBack(reason: string): Promise<boolean> {
    return this.act(() => sendBack(this.service, this.id, reason));
  }

  withdraw(): Promise<boolean> {
    return this.act(() => withdraw(this.service, this.id));
  }

  submit(): Promise<boolean> {
    return this.act(() => submit(this.service, this.id, this.proposal!.revision));
  }

  protected async load(): Promise<number> {
    const [proposal, comments] = await Promise.all([
      fetchProposal(this.service, this.id),
      fetchComments(this.service, this.id)
    ]);
    const readiness =
      proposal.kind === 'template' ? await fetchReadiness(this.service, this.id) : null;
    this.shown ??= await this.fetchShown(proposal);
    Object.assign(this, { proposal, comments: comments.items, readiness });
    return FRESH_FOR;
  }

  private async fetchShown({ content_hash: contentHash }: Proposal): Promise<Shown> {
    const changes = await fetchChanges(this.service, this.id);
    const notebook = changes.notebook ? await fetchNotebookChanges(this.service, this.id) : null;
    const { content_hash: hashAfter } = await fetchProposal(this.service, this.id);
    if (hashAfter !== contentHash) {
      throw new Problem({
        status: 503,
        title: trans.__('It changes just now'),
        detail: trans.__('The author changes the proposal just now.')
      });
    }
    return { contentHash, changes, notebook };
  }

  /** Do something and tell whether it was done; a conflict shows what is there by now, and says why not. */
  private async act(step: () => Promise<unknown>): Promise<boolean> {
    Object.assign(this, { isBusy: true, notice: '' });
    this.stateChanged.emit();
    try {
      await step();
      await this.refresh();
      return true;
    } catch (error) {
      await this.explain(asProblem(error));
      return false;
    } finally {
      this.isBusy = false;
      this.stateChanged.emit();
    }
  }

  private async explain(problem: Problem): Promise<void> {
    if (problem.details.status === 409) {
      await this.showPresent();
    }
    this.notice = problem.message;
  }
}
