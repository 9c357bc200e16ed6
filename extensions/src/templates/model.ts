/** What the templates panel and the Launcher know: the published templates, the easiest first. */
import { FreshModel } from '../parts/fresh';
import type { Service } from '../request';
import { fetchTemplates, type TemplateSummary } from './api';

const FRESH_FOR = 5 * 60 * 1000;
const LEVELS = ['beginner', 'intermediate', 'advanced'];

export class TemplatesModel extends FreshModel {
  templates: TemplateSummary[] | null = null;

  constructor(private readonly service: Service) {
    super('lyceum:templates');
  }

  protected async load(): Promise<number> {
    const { items } = await fetchTemplates(this.service);
    this.templates = items.sort(byEase);
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
