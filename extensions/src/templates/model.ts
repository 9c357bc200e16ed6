/** What the templates panel and the Launcher know: the published templates, the easiest first. */
import { VDomModel } from '@jupyterlab/ui-components';
import type { Poll } from '@lumino/polling';

import { keepFresh, refreshNow } from '../parts/fresh';
import { asProblem, type Problem, type Service } from '../request';
import { fetchTemplates, type TemplateSummary } from './api';

const FRESH_FOR = 5 * 60 * 1000;
const LEVELS = ['beginner', 'intermediate', 'advanced'];

export class TemplatesModel extends VDomModel {
  templates: TemplateSummary[] | null = null;
  problem: Problem | null = null;
  private readonly poll: Poll;

  constructor(private readonly service: Service) {
    super();
    this.poll = keepFresh({
      name: 'lyceum:templates',
      load: () => this.load(),
      isSeen: () => true
    });
  }

  override dispose(): void {
    this.poll.dispose();
    super.dispose();
  }

  refresh(): Promise<void> {
    return refreshNow(this.poll);
  }

  private async load(): Promise<number> {
    try {
      const { items } = await fetchTemplates(this.service);
      this.templates = items.sort(byEase);
      this.problem = null;
    } catch (error) {
      this.problem = asProblem(error);
      throw error;
    } finally {
      this.stateChanged.emit();
    }
    return FRESH_FOR;
  }
}

/** Whether a template teaches, rather than being something to work from. */
export function isTutorial(template: TemplateSummary): boolean {
  return template.tags.includes('tutorial');
}

function byEase(a: TemplateSummary, b: TemplateSummary): number {
  return (
    Number(isTutorial(b)) - Number(isTutorial(a)) ||
    LEVELS.indexOf(a.level) - LEVELS.indexOf(b.level) ||
    a.title.localeCompare(b.title)
  );
}
