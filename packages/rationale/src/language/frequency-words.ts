import { bodyPlaces } from './body-places.ts';

/*
 * The words by which a text denies a sign, or says how often it is there. What they reach is in negation.ts.
 */

/** Deny what comes after them. */
export const deniesAfterIt: RegExp =
  /\b(?:no|not|never|without|neither|nor|none of|lacks?|lacking|free (?:of|from)|absence of|devoid of|rather than|instead of|in place of|in contrast to|unlike|as opposed to|excludes?|spares?|sparing|rarely,? if ever|cannot|fails? to|failed to)\b/gi;

/** After a denying word these turn the denial round, or weaken it to a hedge. */
export const turnsDenial: RegExp =
  /^\s*(?:only|infrequent(?:ly)?|uncommon(?:ly)?|rare(?:ly)?|seldom|unusual(?:ly)?|merely|always|necessarily|invariably|constantly|every|all|absent|wanting|lacking|missing|without|fail)\b/i;

/** Two denials that make an affirmation: "nobody fails to notice". */
export const doubleDenial: RegExp =
  /\b(?:never|nobody|no one|none|not|seldom|rarely) (?:fails?|failed|lacks?|lacking|without)\b/i;

/** End the reach of a denial. */
export const endsDenial: RegExp =
  /[.;:()]|\b(?:but|although|though|however|while|whereas|yet|except|unless|until|which|that|because|instead)\b/i;

/** Deny what comes before them: a verb, what weakens it, and the denial. */
export const deniesBeforeIt: RegExp =
  /\b(?:(?:is|are|was|were|be|being|been|remains?) (?:[a-z]{2,14} ){0,2}(?:absent|lacking|missing|wanting|(?:not|never|no longer)\s+(?:seen|present|found|observed|visible|noted|noticed|evident|formed|met|encountered|developed|a feature|part of))|(?:do|does|did|will|can)\s+not\s+(?:occur|appear|develop|form|arise|exist)|never\s+(?:occurs?|appears?|develops?|forms?|arises?)|cannot be (?:seen|found))\b/i;

/** A denial for some place or case only says nothing of the whole: "absent in the large ones". */
export const restricts: RegExp =
  /^\s+(?:in|on|from|at|over|during|upon)\s+(?!(?:all|every|most|this|these|the)\s+(?:cases?|disease|affection|condition|patients|form)\b)/i;

/** Places of the body: "no nodules on the trunk" leaves the rest of it open. */
export const bodyPlace: RegExp = new RegExp(
  `^[^.;,]{0,24}?\\s(?:on|in|at|over|upon|below|above|around|about)\\s+(?:(?:the|his|her)\\s+)?(?:\\w+\\s+)?${bodyPlaces}\\b`,
  'i',
);

/** Say that what is weakened ("usually absent") is seldom there. */
export const mostly: RegExp =
  /^(?:usually|generally|mostly|commonly|often|almost|nearly|typically)$/i;

/** Say that a denial holds at times only ("sometimes absent"). */
export const atTimes: RegExp = /^(?:sometimes|occasionally|rarely|seldom|perhaps|possibly)$/i;

/** "Is rare" after a sign. */
export const rareAfter: RegExp =
  /^[^.;,]{0,40}?\b(?:is|are)\s+(?:\w+\s+){0,2}?(?:rare|uncommon|unusual|exceptional|infrequent|(?:rarely|seldom|hardly)(?!\s+(?:larger|smaller|more|less|longer|exceed\w*|over|above|beyond)))\b/i;

/** "Is anything but rare", "is not uncommon". */
export const notRare: RegExp =
  /\b(?:anything but|far from|by no means|not(?: at all)?|never|nor)\s+(?:rare|uncommon|unusual|infrequent|absent|wanting|seldom|exceptional)/i;

/** Make a sign exceptional, in its clause; "rarely larger than a pea" speaks of its size. */
export const rarely: RegExp =
  /\b(?:(?:rarely|seldom|exceptionally|hardly|scarcely)(?!\s+(?:larger|smaller|bigger|more|less|longer|exceed\w*|over|above|beyond|attain\w*|reach\w*|pain\w*|itch\w*|tender))|in rare|in exceptional|in (?:a )?few|in (?:a|the) minority|(?<!\ba )few (?:patients|cases|persons|people|men|women|children|have|show|develop|of))\b/i;

/** Hedge a sign, in its clause. */
export const hedges: RegExp =
  /\b(?:(?:may|might|can|could|sometimes|occasionally|at times)(?!\s+(?:be\s+)?(?:\w+ly\s+)?(?:pain|itch|tender|prurit|fatal|single|solitary|mistaken|confounded|confused|difficult|necessary)\w*\b(?!,))|in some|some (?:patients|cases|persons|have|show)|in (?:the )?(?:more |most |very )?(?:severe|advanced|chronic|neglected|aggravated|protracted|certain|exceptional|bad|worst|other)(?:er)? (?:cases?|instances?|forms?|attacks?)|in severe|in others|not (?:infrequently|uncommonly|always(?! so)|necessarily|invariably|constantly|rarely|seldom)|not every|not all|variants?|when(?:ever)?|(?<!\bas )if|or even|subtype|advanced|old|older|perhaps|possibly|potentially|up to(?! the size| an? inch| \d)|(?:an?|one) (?:third|quarter|fifth|tenth) (?:of|have|has|show|develop)|(?<![\d.])[1-4]?\d(?= ?(?:%|per ?cent)))\b/i;

/** "A bullous form of erysipelas": one form has it. */
export const ofForm: RegExp = /^\s+(?:form|type|variety|variant)\s+of\b/i;
/** See {@link ofForm}; not at the head of a caption. */
export const oneSuch: RegExp = /\p{L}\s+an?\s+$/iu;

/** Hedge only what stands right beside them: "central clearing possible". */
export const possibleAfter: RegExp = /^[^.;,:]{0,25}?\bpossible\b/i;
/** See {@link possibleAfter}. */
export const possibleBefore: RegExp = /\bpossible\s+(?:\w+\s+){0,2}$/i;

/** A clause of its own begins: what is hedged in another says nothing of this one. */
export const clauseBreak: RegExp =
  /[;:()—–]|,\s+(?:but|while|whereas|although|though|which|who|whose|where)\b|\b(?:that|which|who)(?=\s+(?:may|might|can|could|sometimes|occasionally|rarely)\b)|,(?=\s+(?:and|or)\s+(?:[\w-]+\s+){0,3}(?:may|might|can|could|sometimes|occasionally)\b)|,(?=\s+(?:and|or)\s+(?:the|its|their|there|it|they|these|this|may|might|can|could|sometimes|occasionally|at times|rarely|seldom|in)\b)/gi;

/** A denial in a clause set between commas ends with it: "the rash, which causes no pain, forms". */
export const asideBefore: RegExp = /,\s+(?:which|who|whose|that|though|although|if|while)\b[^,]*$/i;

/** No item of a list that a denial goes through has one of these: "no scale, crust or ulcer". */
export const endsList: RegExp =
  /\b(?:is|are|was|were|be|has|have|had|forms?|shows?|appears?|becomes?|develops?|produces?|which|that|who|there|it|they|then|may|can|usually|often|initially|first)\b/i;

/** Before a denial: it holds for some cases or times only. */
export const partialDenial: RegExp =
  /\b(?:in (?:some|other|others|certain|mild|early|such|exceptional|rare|the early|the mild)\b|some (?:patients|cases)|sometimes|occasionally|at times|(?:may|might) (?:not|be no|be without|have no|show no|lack))\b|^\s*(?:when|if|where)\b/i;

/** At the head of a sentence these hedge the whole of it: "In more severe cases the skin is hot, and …". */
export const hedgesSentence: RegExp =
  /^\W*(?:in (?:some|other|others|rare|certain|(?:the |a )?(?:few|minority)|(?:the )?(?:more |most |very )?(?:severe|advanced|chronic|neglected|aggravated|protracted|exceptional|bad|worst)(?:er)?)(?:\s\w+){0,2},?|sometimes|occasionally|at times)\s/i;
