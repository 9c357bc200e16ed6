/** Where a message is shown: beside the field that it is about, or above the button. */
import type { Finding, Parameter } from './api';
import type { Fields } from './fields';

/** Fields that the service calls otherwise than the form. */
const NAMES: Record<string, string> = {
  'after.schedule': 'schedule',
  'after.on': 'schedule',
  'after.entry': 'entry',
  after: 'schedule',
  'retries.most': 'retries',
  'retries.delay': 'delay',
  'retries.on': 'endings',
  'keep.count': 'keep_count',
  'keep.days': 'keep_days',
  keep: 'keep_count'
};

const NOTICE_PARTS: Record<string, string> = { email: '.to', webhook: '.to', figure: '.bound' };

/** Return the form's field for one that the service names; '' for what concerns the whole. */
export function fieldOf(field: string, fields: Fields, parameters: Parameter[]): string {
  const bare = field.replace(/^(parameters|sweep)\./, '').replace(/\.\d+$/, '');
  const isParameter = parameters.some(({ name }) => name === bare);
  if (isParameter && (bare !== field || !(field in fields))) {
    return `parameters.${bare}`;
  }
  const [, notice, part] = /^(notify\.\d+)(?:\.(\w+))?/.exec(field) ?? [];
  if (notice) {
    return notice + (NOTICE_PARTS[part] ?? '');
  }
  const own = NAMES[field] ?? field.split('.')[0];
  return own in fields ? own : '';
}

/** Return the form's field for something that was found before a run, and what to say there. */
export function placed(finding: Finding, parameters: Parameter[]): [string, string] {
  const said = (message: string) => [message, finding.remedy].filter(Boolean).join(' ');
  const [, name, rest] = /^(?:parameters\.)?(\w+): (.*)$/s.exec(finding.message) ?? [];
  if (finding.about === 'parameters' && parameters.some(parameter => parameter.name === name)) {
    return [`parameters.${name}`, said(rest)];
  }
  return ['', said(finding.message)];
}
