/** The words of the interface, in the language that JupyterLab is set to. */
import type { ITranslator, TranslationBundle } from '@jupyterlab/translation';

/**
 * Translates: `trans.__('Run %1 failed', name)`, `trans._n('%1 run', '%1 runs', number)`. Ask it while
 * something is shown; when modules are loaded no language is known yet.
 */
export let trans: TranslationBundle;

/** The code of that language, as in `fr_FR`. */
export let languageCode: string;

/** Take JupyterLab's language; `index.ts` does it before any plugin is activated. */
export function speak(translator: ITranslator): void {
  trans = translator.load('lyceum_lab');
  languageCode = translator.languageCode;
}
