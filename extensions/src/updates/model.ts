/** What the page of an update knows: what would change, and what the person chose where both sides changed a cell. */
import { FreshModel } from '../parts/fresh';
import { asProblem, type Service } from '../request';
import { fetchPreview, update, type Choice, type Preview } from './api';

const FRESH_FOR = 5 * 60 * 1000;

export class UpdateModel extends FreshModel {
  preview: Preview | null = null;
  /** What was chosen for each conflict. */
  choices: (Choice | undefined)[] = [];
  /** What happened that nobody expected, in words. */
  notice = '';
  isBusy = false;

  constructor(
    /** Of the copy, in the home folder. */
    readonly path: string,
    private readonly service: Service
  ) {
    super(`lyceum:update:${path}`);
  }

  /** For how many conflicts nothing was chosen yet. */
  get open(): number {
    const { conflicts } = this.preview!;
    return conflicts.filter((_, i) => !this.choices[i]).length;
  }

  choose(conflict: number, choice: Choice): void {
    this.choices[conflict] = choice;
    this.stateChanged.emit();
  }

  /** Write what was chosen; answers where the old copy is kept, or nothing where it was not written. */
  async apply(): Promise<string | undefined> {
    const { seen, to } = this.preview!;
    Object.assign(this, { isBusy: true, notice: '' });
    this.stateChanged.emit();
    try {
      const choices = this.choices as Choice[];
      return (await update(this.service, { path: this.path, seen, to: to!, choices })).kept;
    } catch (error) {
      this.notice = asProblem(error).message;
      await this.refresh();
      return undefined;
    } finally {
      this.isBusy = false;
      this.stateChanged.emit();
    }
  }

  protected async load(): Promise<number> {
    const before = JSON.stringify(this.preview?.conflicts);
    this.preview = await fetchPreview(this.service, this.path);
    if (JSON.stringify(this.preview.conflicts) !== before) {
      this.choices = this.preview.conflicts.map(() => undefined);
    }
    return FRESH_FOR;
  }
}
