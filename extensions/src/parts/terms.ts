/** The service's own terms as people read them. */
import { trans } from '../words';

/** Return a kind, level, state, classification, type or unit in words; anything else as it is. */
export function term(value: string): string {
  const words: Record<string, string> = {
    dataset: trans.__('data set'),
    template: trans.__('template'),
    course: trans.__('course'),
    beginner: trans.__('beginner'),
    intermediate: trans.__('intermediate'),
    advanced: trans.__('advanced'),
    draft: trans.__('draft'),
    sent_back: trans.__('sent back'),
    in_review: trans.__('in review'),
    published: trans.__('published'),
    deprecated: trans.__('deprecated'),
    retired: trans.__('retired'),
    withdrawn: trans.__('withdrawn'),
    public: trans.__('public'),
    internal: trans.__('internal'),
    confidential: trans.__('confidential'),
    personal: trans.__('personal'),
    integer: trans.__('integer'),
    number: trans.__('number'),
    string: trans.__('string'),
    boolean: trans.__('boolean'),
    date: trans.__('date'),
    datetime: trans.__('datetime'),
    present: trans.__('present'),
    unique: trans.__('unique'),
    between: trans.__('between'),
    one_of: trans.__('one of'),
    minutes: trans.__('minutes'),
    hours: trans.__('hours'),
    days: trans.__('days')
  };
  return words[value] ?? value;
}

/** Return the name of a language as those who speak it write it, as in `français`. */
export function languageName(code: string): string {
  return new Intl.DisplayNames([code], { type: 'language' }).of(code) ?? code;
}
