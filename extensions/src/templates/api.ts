/** Templates as the service tells them. */
import type { INotebookContent } from '@jupyterlab/nbformat';

import type { Opinions } from '../entry/api';
import type { Parameter } from '../form/api';
import type { Page, Service } from '../request';
import type { Check } from './health';

export interface TemplateSummary extends Partial<Opinions> {
  name: string;
  title: string;
  summary: string;
  /** Markdown, written by people. */
  description: string;
  level: 'beginner' | 'intermediate' | 'advanced';
  /** In minutes. */
  duration: number | null;
  language: 'en' | 'fr';
  /** The name of the English template that it says in another language. */
  translates: string;
  tags: string[];
  owner: string;
  version: number | string;
  parameters: Parameter[];
  published_at: string;
  /** How it fared when the workspace last ran it, with each profile. */
  health?: Check[];
}

export interface Template extends TemplateSummary {
  notebook: INotebookContent;
}

/** A template near to a notebook, and what they have in common. */
export interface Near {
  name: string;
  /** Entries, modules and words, the most telling first. */
  shared: string[];
}

export const fetchNear = (
  service: Service,
  notebook: INotebookContent,
  title: string
): Promise<{ items: Near[] }> => service.post('api/templates/near', { notebook, title });

export const fetchTemplates = (service: Service): Promise<Page<TemplateSummary>> =>
  service.get('api/templates');

export const fetchTemplate = (service: Service, name: string): Promise<Template> =>
  service.get(`api/templates/${encodeURIComponent(name)}`);

/** Copy the template's notebook into a folder of the home folder; never over a file that is there. */
export const copyTemplate = (
  service: Service,
  name: string,
  folder: string
): Promise<{ path: string }> =>
  service.post(`templates/${encodeURIComponent(name)}/use`, { folder });
