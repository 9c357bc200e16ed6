/** What the templates panel and the Launcher know: the published templates in Lab's language, the easiest first. */
import { FreshModel } from '../parts/fresh';
import type { Service } from '../request';
import { fetchTemplates, type TemplateSummary } from './api';
import { inLanguage } from './language';

const FRESH_FOR = 5 * 60 * 1000;
const LEVELS = ['beginner', 'intermediate', 'advanced'];

export class TemplatesModel extends FreshModel {
  templates: TemplateSummary[] | null = null;

  constructor(
    private readonly service: Service,
    /** The language in which templates are shown where they are there in it, as in `fr`. */
    private readonly language: string
  ) {
    super('lyceum:templates');
  }

  protected async load(): Promise<number> {
    const { items } = await fetchTemplates(this.service);
    this.templates = inLanguage(items, this.language).sort(byEase);
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
