import { describe, expect, it } from 'vitest';
import { readClaims } from '../src/index.ts';
import { ontology } from './books.ts';

const claims = (text: string) => readClaims(text, { ontology });

/** Words of a text that need a license which no list gives. */
function unlicensed(text: string): string[] {
  return claims(text).flatMap(({ kind, start, end }) =>
    kind === 'word' || kind === 'fact' || kind === 'remark' || kind === 'qualifier'
      ? [text.slice(start, end)]
      : [],
  );
}

/** Signs as shown or lacked, and stances. */
function said(text: string): string[] {
  return claims(text).flatMap((claim) => {
    if (claim.kind === 'image sign') return [`${claim.polarity} ${claim.termId}`];
    if (claim.kind === 'disease sign') return [`has ${claim.termId} ${claim.frequency}`];
    return claim.kind === 'stance' ? [claim.stance] : [];
  });
}

describe('ordinary words', () => {
  it.each([
    "The opponent's strongest argument is scale.",
    'All interpretation aside, the image shows scale.',
    'A long story points to psoriasis.',
    'Two hypotheses explain it: psoriasis.',
    'Step 2: scale.',
    'The scale shifts the balance toward psoriasis.',
    'Nobody would dispute that the image shows scale.',
    'Right, everyone: scale.',
    "I'll begin by listing scale.",
    'The scale represents a point of overlap with psoriasis, which warrants a closer look.',
    'I would put psoriasis at the top of my list.',
    'With all due caution, I lean toward psoriasis.',
    'Weighing all of the above, I favor psoriasis.',
    'Most prominent are scale and crust.',
    'Other entities, such as psoriasis, deserve consideration.',
    'Some colleagues would raise psoriasis.',
    'People with psoriasis can have scale.',
    'In this photo it is possible to see scale.',
    'The skin surface presents scale, which will guide the reasoning below.',
    'In terms of malignancy, psoriasis fits.',
    'The textbook lists scale among the features of psoriasis.',
    'Nobody could miss the scale.',
    'I can confirm scale.',
    'Looking at scale only, psoriasis would fit.',
    'All signs lead me to psoriasis.',
    'What else could it be? Psoriasis.',
    'It is psoriasis, and doctors class it as benign.',
    'To cut a long story short: psoriasis, i.e. benign.',
  ])('frame what follows: %s', (text) => {
    expect(unlicensed(text)).toEqual([]);
  });

  it.each([
    ['The image shows hypothetical scale.', 'hypothetical'],
    ['The image shows former scale.', 'former'],
    ['A lovely lesion with scale.', 'lovely'],
    ['The lesion is lovely: scale.', 'lovely'],
    ['Scale of a lovely kind is seen.', 'lovely'],
    ['Under the saddle, this fits psoriasis.', 'saddle'],
    ['Since the wedding, the image shows scale.', 'wedding'],
    ['A long scale is seen.', 'long'],
    ['Two scales are seen.', 'Two'],
    ['Psoriasis, which cannot wait.', 'which cannot wait'],
    ['Scale in a straight line.', 'in a straight line'],
    ['Scale arranged in groups.', 'arranged in groups'],
    ['The image shows scale and so on.', 'and so on'],
    ['The other hand looks the same.', 'other'],
    ['Scale at the top of the foot.', 'top'],
    ['Some colleagues saw scale.', 'colleagues'],
    ['Everything on the back is scale.', 'Everything'],
    ['Likely scale.', 'Likely'],
    ['Scale and much more.', 'and much more'],
    ['Scale in the same place.', 'same place'],
    ['Psoriasis in a straight line.', 'in a straight line'],
  ])('describe nothing: %s', (text, word) => {
    expect(unlicensed(text)).toContain(word);
  });
});

describe('turns of any wording', () => {
  it.each([
    ['The scale puts me off psoriasis.', ['against', 'shown scale']],
    ['The scale kills the psoriasis idea.', ['shown scale', 'against']],
    ['What psoriasis cannot digest is the scale.', ['against', 'shown scale']],
    ['I cannot make the scale work with psoriasis.', ['shown scale', 'against']],
    ['I would not see scale if it were psoriasis.', ['shown scale', 'against']],
    ['Not explained by psoriasis: scale.', ['against', 'shown scale']],
    ['Absent for psoriasis: scale.', ['against', 'lacked scale']],
    ['No scale to support psoriasis.', ['lacked scale', 'against']],
    ['No scale, no psoriasis, or a weaker case for it.', ['lacked scale', 'against', 'against']],
    ['Had there been scale, I would favor psoriasis.', ['lacked scale', 'against']],
    ['I looked carefully for scale and came up short.', ['lacked scale']],
    ['I see no better account than psoriasis.', ['for']],
    ['I would like to rule out psoriasis.', ['considered']],
    ['I can rule out psoriasis.', ['excluded']],
    ['Why not psoriasis?', ['considered']],
    ['I doubt it is psoriasis.', ['against']],
    ['Who leaves out psoriasis would be wrong.', ['considered']],
    ['Scale is not a feature of psoriasis.', ['shown scale', 'against']],
    ['I fail to see how psoriasis would give scale.', ['has scale unlikely']],
    ['Psoriasis does not normally feature scale.', ['has scale unlikely']],
    [
      'This makes psoriasis improbable, as scale does not belong to it.',
      ['against', 'shown scale'],
    ],
    ['The difference from psoriasis lies in scale.', ['against', 'shown scale']],
    ['The picture lacks scale, a feature of psoriasis.', ['against', 'lacked scale']],
    ['Psoriasis usually has scale. Here I find none.', ['lacked scale']],
    ['Had it been psoriasis, scale would have been visible.', ['lacked scale']],
    ['Psoriasis would show scale, neither of which is the case.', ['lacked scale', 'against']],
    ['Where is the scale? Without it psoriasis is hard to defend.', ['lacked scale', 'against']],
    ['I would hesitate to leave psoriasis out; scale is found in it too.', ['shown scale']],
    ['I put psoriasis lower on my list because of scale.', ['against', 'shown scale']],
    ['After weighing the alternatives, psoriasis remains.', ['mentioned']],
    ['Psoriasis demands scale. The image offers none.', ['lacked scale', 'against']],
    ['Psoriasis should present with scale, which is not the case.', ['lacked scale', 'against']],
    ['I would have expected scale in psoriasis.', ['lacked scale', 'against']],
    ['Scale, which one expects in psoriasis, is not seen here.', ['lacked scale', 'against']],
    ['Psoriasis would be likelier if scale were seen, but it is not.', ['lacked scale', 'against']],
    ['A feature of psoriasis is not there: scale.', ['lacked scale', 'against']],
    ['How would psoriasis explain scale?', ['against', 'shown scale']],
    ['Scale is rarely a part of psoriasis.', ['against', 'shown scale']],
    ['Psoriasis lacks scale, which we see here.', ['has scale unlikely']],
    ['One does not find scale in psoriasis.', ['has scale unlikely']],
    ['Psoriasis would not be expected to show scale.', ['has scale unlikely']],
    ['Against psoriasis: expected scale not visible.', ['against', 'lacked scale']],
    ['Let me weigh this against psoriasis.', ['considered']],
    ['Seeing scale, I am moving psoriasis down.', ['against', 'shown scale']],
    ['This is where psoriasis fails: scale.', ['against', 'shown scale']],
  ])('%s', (text, expected) => {
    const found = said(text);
    for (const each of new Set(expected)) expect(found).toContain(each);
    const opposed = expected.includes('lacked scale') ? 'shown scale' : 'lacked scale';
    expect(found).not.toContain(opposed);
  });
});
