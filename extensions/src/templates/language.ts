/** Which of several translations of a template somebody sees. */

interface Translated {
  name: string;
  language: string;
  translates: string;
}

/** Each template once: in this language where there is one, else in English, else as it is. */
export function inLanguage<T extends Translated>(templates: T[], language: string): T[] {
  const names = new Set(templates.map(({ name }) => name));
  const spoken = templates.filter(template => template.language === language);
  const translated = new Set(spoken.map(({ translates }) => translates));
  return templates.filter(template =>
    template.translates && names.has(template.translates)
      ? template.language === language
      : !translated.has(template.name)
  );
}

/** The language of a code such as `fr_FR` or `fr-CA`. */
export function languageOf(code: string): string {
  return code.split(/[-_]/)[0].toLowerCase();
}
