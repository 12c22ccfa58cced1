import type { LanguageNames, VocabularyMap } from '../data/format.ts';
import type { Hierarchy } from '../hierarchy.ts';
import { foldCharacters, isPlainAscii } from '../text/characters.ts';
import { readLabel, words } from '../text/normalize.ts';
import type { Resolution, ResolutionMethod, ResolveOptions } from '../types.ts';
import { type Expansion, expandAbbreviations, readExpansion } from './abbreviations.ts';
import { readBracketList } from './bracket-list.ts';
import { contradictAbbreviations, findPlayedDown } from './contradiction.ts';
import { isEastAsian } from './foreign-words.ts';
import { splitUnknown } from './glued.ts';
import { findHeadingCaution } from './heading-caution.ts';
import { isUnread, type Match, matchInPart, matchWhole, matchWords } from './match.ts';
import { resolvedLabel, unresolvedLabel } from './messages.ts';
import {
  buildNameIndex,
  buildVocabularyIndex,
  buildWrittenIndex,
  datasetWith,
  type NameIndex,
  phraseKey,
  publishedEntry,
  type VocabularyIndex,
  type WrittenIndex,
} from './name-index.ts';
import { readNotation } from './notation.ts';
import type { PartReader, PartReading } from './part-reader.ts';
import { hasForeignSign, isShortened, readBrackets, readHeaded, readParts } from './parts.ts';
import { isHarmless } from './safety.ts';
import { createStrangeWords, type StrangeWords } from './strange-words.ts';
import { readForeignName, readTranslation, type TranslatedReading } from './translated.ts';
import { Translator } from './translator.ts';
import { readWeights } from './weights.ts';
import { hasKind, kind, wellSpelled } from './word-kinds.ts';

/** Labels longer than this are refused: no disease name comes near. */
export const maximumLabelLength = 512;

/** Label lists and names beside those of the hierarchy, each read when it is first needed. */
export interface ResolverData {
  readonly vocabularies: readonly VocabularyMap[];
  readonly languages?: readonly LanguageNames[];
}

/** Turns labels into conditions: every step surer than the next, and none that guesses. */
export class Resolver {
  private readonly hierarchy: Hierarchy;
  private readonly written: WrittenIndex;
  private readonly isKnown = (form: string): boolean =>
    this.names.vocabulary.has(form) || hasKind(form, wellSpelled);
  private nameIndex: NameIndex | undefined;
  private readonly data: ResolverData;
  private loadedTranslator: Translator | undefined;
  private vocabularyIndex: VocabularyIndex | undefined;
  private strangeWords: StrangeWords | undefined;

  constructor(hierarchy: Hierarchy, data: ResolverData) {
    this.hierarchy = hierarchy;
    this.written = buildWrittenIndex(hierarchy.nodes.values());
    this.data = data;
  }

  private get translator(): Translator {
    this.loadedTranslator ??= new Translator(this.data.languages ?? [], this.hierarchy, {
      isWord: this.isKnown,
      isName: (forms) => this.names.normalized.has(forms.join(' ')),
    });
    return this.loadedTranslator;
  }

  /** Built for the first label that is not written as a name is. */
  private get names(): NameIndex {
    this.nameIndex ??= buildNameIndex(this.hierarchy.nodes.values());
    return this.nameIndex;
  }

  private get published(): VocabularyIndex {
    this.vocabularyIndex ??= buildVocabularyIndex(this.data.vocabularies);
    return this.vocabularyIndex;
  }

  resolve(label: string, options: ResolveOptions = {}): Resolution {
    if (label.length > maximumLabelLength) return unresolvedLabel(label, 'too_long', []);
    const published = options.dataset === undefined ? null : this.code(label, options.dataset);
    return (
      published ??
      this.asWritten(label) ??
      this.checked(label, this.asRead(label, options), options)
    );
  }

  /** The answer, unless it plays down what a part of the label names. */
  private checked(label: string, answer: Resolution, options: ResolveOptions): Resolution {
    if (answer.status === 'unresolved' || !isHarmless(answer.malignancy)) return answer;
    if (answer.method === 'normalized' || answer.method === 'dataset_code') return answer;
    const grave = findPlayedDown(label, answer.node.id, this.hierarchy, (part) => this.idsOf(part));
    if (grave === null || readWeights(label, this.partReader(options))) return answer;
    return unresolvedLabel(label, 'malignancy_risk', [grave, answer.node.id]);
  }

  /** The conditions of which a part is a name or an abbreviation, in any language. */
  private idsOf(part: string): Iterable<string> {
    const name = this.nameOf(part);
    if (name !== null) return [name];
    return this.written.abbreviations.get(part) ?? this.translator.namesOf(part).keys();
  }

  private asRead(label: string, options: ResolveOptions): Resolution {
    const isPlain = isPlainAscii(label);
    const { forms, isDivided } = readLabel(label, isPlain);
    const isMarked = isDivided || (!isPlain && hasForeignSign(label));
    if (isMarked) {
      const reader = this.partReader(options);
      const reading = readNotation(label, reader) ?? readBracketList(label, reader);
      if (reading) return this.fromParts(label, reading);
    }
    const [name, ...others] = this.names.normalized.get(forms.join(' ')) ?? [];
    const isName = name !== undefined && others.length === 0;
    if (isName && isPlain && !isMarked) return this.resolved(label, name, 'normalized', 0.99, null);
    const expansion = isName ? null : this.expand(label);
    const expanded = expansion && readExpansion(label, expansion, this.partReader(options));
    if (expanded) return expanded;
    const answer = this.asSpelled(label, forms, isMarked, options);
    const refusal = expansion && contradictAbbreviations(answer, expansion, this.hierarchy);
    return refusal ? unresolvedLabel(label, refusal.refused, refusal.ids) : answer;
  }

  private asSpelled(
    label: string,
    forms: readonly string[],
    isMarked: boolean,
    options: ResolveOptions,
  ): Resolution {
    if (isMarked) {
      const reading = readParts(label, this.partReader(options));
      if (reading) return this.fromParts(label, reading);
    }
    // English has no letter of these scripts: what is read of such a label must be read by its own language.
    if (isEastAsian(label)) return this.byOtherScript(label, options);
    return this.byWords(label, forms, options);
  }

  private partReader(options: ResolveOptions): PartReader {
    return {
      hierarchy: this.hierarchy,
      resolve: (part, dataset = null) =>
        this.resolve(part, dataset === null ? options : { dataset }),
      nameOf: (part) => this.nameOf(part),
      cautionOf: (heading) => findHeadingCaution(heading, this.translator),
      datasetOf: (parts) => datasetWith(parts, this.published),
    };
  }

  private nameOf(part: string): string | null {
    const ids = this.written.exact.get(part) ?? this.names.normalized.get(words(part).join(' '));
    return ids?.length === 1 ? (ids[0] as string) : null;
  }

  private fromParts(label: string, reading: PartReading): Resolution {
    if ('refused' in reading) {
      return unresolvedLabel(label, reading.refused, reading.ids, reading.message);
    }
    return this.resolved(label, reading.id, 'parts', reading.confidence, reading.note);
  }

  private code(label: string, dataset: string): Resolution | null {
    const entry = publishedEntry(label, dataset, this.published);
    if (!entry) return null;
    if (entry.id === null) return unresolvedLabel(label, 'not_a_condition', [], entry.note);
    return this.resolved(label, entry.id, 'dataset_code', 1, entry.note);
  }

  private asWritten(label: string): Resolution | null {
    const trimmed = label.trim();
    const exact = this.written.exact.get(trimmed);
    if (exact) return this.oneOf(label, exact, 'exact', 1);
    if (trimmed.length > 12) return null;
    const { abbreviations } = this.written;
    const folded = foldCharacters(trimmed);
    // "AKs" is the plural of AK.
    const short = abbreviations.get(folded) ?? abbreviations.get(folded.replace(/([A-Z])s$/, '$1'));
    return short ? this.oneOf(label, short, 'abbreviation', 0.97) : null;
  }

  private byWords(label: string, forms: readonly string[], options: ResolveOptions): Resolution {
    if (forms.length === 0) {
      return unresolvedLabel(label, /[\p{L}\p{N}]/u.test(label) ? 'unknown' : 'empty', []);
    }
    // "Rubéola" is not English "rubeola": a name in another language, accents and all, goes first.
    const isEnglish = isPlainAscii(label) || this.translator.writtenName(label) === null;
    const unsplit = isEnglish ? matchWhole(forms, this.names) : null;
    const split = unsplit
      ? forms
      : splitUnknown(forms, this.isKnown, (piece) => this.names.vocabulary.has(piece));
    const whole = isEnglish && split !== forms ? matchWhole(split, this.names) : unsplit;
    if (whole && 'id' in whole) return this.fromMatch(label, whole);
    const noted = readNotation(label, this.partReader(options));
    if (noted) return this.fromParts(label, noted);
    if (!whole && hasKind(forms[0] as string, kind.malignancyClass)) {
      const headed = readHeaded(label, this.partReader({}));
      if (headed) return this.fromParts(label, headed);
    }
    const foreign = whole ? null : readForeignName(label, this.translator);
    if (foreign) return this.fromTranslated(label, foreign);
    const match = whole ?? matchInPart(split, this.names, this.hierarchy);
    if (match && 'id' in match) return this.fromMatch(label, match);
    const code = this.published.codes.get(label.trim().toLowerCase());
    const phrase = code ?? this.published.phrases.get(phraseKey(forms));
    if (phrase !== undefined) return this.resolved(label, phrase, 'dataset_code', 0.95, null);
    // "Pseudorhinophyma" is a label of a data set and denies nothing.
    const isDenied = match?.refused === 'negated';
    if ((match === null || isDenied) && this.published.strays.has(phraseKey(forms))) {
      return unresolvedLabel(label, 'not_a_condition', []);
    }
    const isForeign = isUnread(match) || !forms.every(this.isKnown);
    const translated = isForeign ? this.byTranslation(label) : null;
    if (translated) return translated;
    if (match && match.refused !== 'unknown') {
      return unresolvedLabel(label, match.refused, match.ids);
    }
    const brackets = readBrackets(label, this.partReader({}));
    if (brackets) return this.fromParts(label, brackets);
    return this.byMisspelling(label, split, match?.ids ?? []);
  }

  private byOtherScript(label: string, options: ResolveOptions): Resolution {
    const noted = readNotation(label, this.partReader(options));
    if (noted) return this.fromParts(label, noted);
    const name = readForeignName(label, this.translator);
    if (name) return this.fromTranslated(label, name);
    const brackets = readBrackets(label, this.partReader({}));
    return (
      this.byTranslation(label) ??
      (brackets ? this.fromParts(label, brackets) : unresolvedLabel(label, 'unknown', []))
    );
  }

  /** Reads a label whose words another language understands; `null` where none does. */
  private byTranslation(label: string): Resolution | null {
    const reading = readTranslation(label, this.translator, (forms) =>
      matchWords(forms, this.names, this.hierarchy),
    );
    if (!reading || ('refused' in reading && reading.refused === 'unknown')) return null;
    return this.fromTranslated(label, reading);
  }

  private fromTranslated(label: string, reading: TranslatedReading): Resolution {
    if ('refused' in reading) return unresolvedLabel(label, reading.refused, reading.ids);
    return this.resolved(label, reading.id, 'translated', reading.confidence, reading.note);
  }

  /** The label with its abbreviations written out; `null` where it has none or is a name in any language. */
  private expand(label: string): Expansion | null {
    const expansion = expandAbbreviations(label, this.written.abbreviations, this.hierarchy);
    if (!expansion || isShortened(label) || this.nameOf(label) !== null) return null;
    return this.translator.namesOf(label).size > 0 ? null : expansion;
  }

  private byMisspelling(
    label: string,
    forms: readonly string[],
    ids: readonly string[],
  ): Resolution {
    this.strangeWords ??= createStrangeWords(this.names, this.hierarchy, this.isKnown);
    const match = this.strangeWords.match(forms);
    if (match && 'id' in match)
      return this.resolved(label, match.id, 'fuzzy', match.confidence, match.note);
    if (match && match.refused !== 'unknown') {
      return unresolvedLabel(label, match.refused, match.ids);
    }
    const answer = unresolvedLabel(label, 'unknown', ids, this.strangeWords.explain(forms, label));
    if (ids.length > 0) return answer;
    return { ...answer, alternatives: this.strangeWords.suggest(forms) };
  }

  private fromMatch(label: string, match: Extract<Match, { id: string }>): Resolution {
    const method = match.kind === 'whole' ? 'normalized' : 'qualified';
    return this.resolved(label, match.id, method, match.confidence, match.note);
  }

  private oneOf(
    label: string,
    ids: readonly string[],
    method: ResolutionMethod,
    confidence: number,
  ): Resolution {
    if (ids.length === 1) return this.resolved(label, ids[0] as string, method, confidence, null);
    return unresolvedLabel(label, 'ambiguous', ids);
  }

  private resolved(
    label: string,
    id: string,
    method: ResolutionMethod,
    confidence: number,
    note: string | null,
  ): Resolution {
    return resolvedLabel(label, this.hierarchy, { id, method, confidence, note });
  }
}
