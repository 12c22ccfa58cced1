import { describe, expect, it } from 'vitest';
import { type Claim, readClaims } from '../src/index.ts';
import { ontology } from './books.ts';

/** Claims in short: `+scale` the image shows it, `-scale` it lacks it, `psoriasis:scale` the disease has it. */
function brief(text: string): string[] {
  return readClaims(text, { ontology }).map((claim) => briefOf(claim, text));
}

function briefOf(claim: Claim, text: string): string {
  const words = text.slice(claim.start, claim.end);
  switch (claim.kind) {
    case 'image sign':
      return `${claim.polarity === 'shown' ? '+' : '-'}${claim.termId}${claim.certainty === 'plain' ? '' : ` ${claim.certainty}`}`;
    case 'disease sign':
      return `${claim.diseaseId}:${claim.termId} ${claim.frequency}`;
    case 'stance':
      return `${claim.stance} ${claim.diseaseId}`;
    case 'comparison':
      return `${claim.likelierId} > ${claim.thanId}`;
    case 'kinship':
      return `${claim.diseaseId} in ${claim.groupId}`;
    case 'malignancy':
      return `${claim.denied ? 'not ' : ''}${claim.says}`;
    case 'fact':
      return `${claim.denied ? 'no ' : ''}${claim.topic} “${words}”`;
    case 'word':
      return `word “${words}”`;
    case 'remark':
      return `remark “${words}”`;
    case 'qualifier':
      return `${claim.says} “${words}”`;
  }
}

describe('claims of a reasoning text', () => {
  it.each([
    ['Seen: silvery scale and plaque.', ['+silvery-scale', '+plaque']],
    ['No scale, crust or ulceration.', ['-scale', '-crust', '-ulceration']],
    ['Scale, no crust.', ['+scale', '-crust']],
    ['Scale and crust are absent.', ['-scale', '-crust']],
    ['Scale is not seen, crust is.', ['-scale', '+crust']],
    ['The lesion does not show scale.', ['-scale']],
    ['The lesion fails to show scale.', ['-scale']],
    ['Scale cannot be made out.', ['-scale']],
    ['Not without scale.', ['+scale']],
    ['Crust without visible scale.', ['+crust', '-scale']],
    ['No scale and a crust.', ['-scale', '+crust']],
    ['Perhaps scale.', ['hedge “Perhaps”', '+scale hedged']],
    ['I do not see scale, crust or ulceration, so I go on.', ['-scale', '-crust', '-ulceration']],
    ['Missing: scale and crust.', ['-scale', '-crust']],
    ['Not seen: scale.', ['-scale']],
    ['Scale is not there.', ['-scale']],
    ['The absence of pigment network.', ['-pigment-network']],
    ['Absence of pigment.', ['+hypopigmentation']],
    ['There is no difficulty in seeing scale.', ['+scale']],
    [
      'The scale tips toward no name yet.',
      ['remark “The scale tips toward no name yet”', 'denial “no”'],
    ],
    ['It is difficult to see scale.', ['denial “difficult”', '+scale']],
    ['Scale fails to appear.', ['-scale']],
    ['Absent scale or crust, I go on.', ['-scale', '-crust']],
    ['What I am missing is scale.', ['-scale']],
    ['Of scale there is no trace.', ['-scale']],
    ['I looked for scale and did not find any.', ['-scale']],
    ['I search the picture for scale, find none, and go on.', ['-scale']],
    ['Where is the scale? None.', ['-scale']],
    ['Then show me scale. There is none.', ['-scale']],
    ['One need not look far before scale comes into view.', ['+scale']],
    ['Whoever looks without prejudice will find scale.', ['+scale']],
    ['It would be unwise to name anything before describing it: scale.', ['+scale']],
    ['Everything I can make out is scale.', ['+scale']],
    ['The most noteworthy finding is scale.', ['+scale']],
    ['Several features: scale.', ['+scale']],
    ['Three features: scale.', ['number “Three”', '+scale']],
    ['None of this is so.', ['remark “None of this is so”', 'denial “None of”']],
  ])('signs of the image: %s', (text, expected) => {
    expect(brief(text)).toEqual(expected);
  });

  it.each([
    [
      'Psoriasis typically shows scale.',
      ['mentioned psoriasis', 'typical “typically”', 'psoriasis:scale typical'],
    ],
    [
      'Psoriasis rarely shows vesicles.',
      ['mentioned psoriasis', 'rare “rarely”', 'psoriasis:vesicles rare'],
    ],
    ['Psoriasis never shows vesicles.', ['mentioned psoriasis', 'psoriasis:vesicles never']],
    ['Consider psoriasis: it shares scale.', ['considered psoriasis', 'psoriasis:scale plain']],
    [
      'The alternative is psoriasis, which can show crust.',
      ['considered psoriasis', 'psoriasis:crust possible'],
    ],
    [
      'Psoriasis typically shows scale, which this image does not.',
      [
        'mentioned psoriasis',
        'typical “typically”',
        'psoriasis:scale typical',
        '-scale',
        'against psoriasis',
      ],
    ],
    [
      'If this were psoriasis, one would expect scale; there is none.',
      ['considered psoriasis', 'psoriasis:scale plain', '-scale', 'against psoriasis'],
    ],
    [
      'For psoriasis one would want scale, and that is not there: no scale.',
      ['mentioned psoriasis', 'psoriasis:scale plain', '-scale', 'against psoriasis', '-scale'],
    ],
    [
      'I would expect crust in eczema, but I see none.',
      ['eczema:crust plain', '-crust', 'against eczema', 'mentioned eczema'],
    ],
    [
      'No crust, which one would expect in eczema.',
      ['-crust', 'mentioned eczema', 'against eczema'],
    ],
    ['Crust would support eczema, but there is none.', ['-crust', 'against eczema']],
    [
      'What eczema promises, namely crust, the image does not deliver.',
      ['mentioned eczema', 'eczema:crust plain', '-crust', 'against eczema'],
    ],
    [
      'If it were eczema, I should be able to see crust, but I see no crust.',
      ['considered eczema', 'eczema:crust plain', 'against eczema', '-crust'],
    ],
    ['It would be odd for eczema to show scale.', ['against eczema', 'eczema:scale unlikely']],
    [
      'There is no crust that eczema usually brings.',
      ['-crust', 'mentioned eczema', 'against eczema'],
    ],
    [
      'Eczema does not ordinarily produce scale.',
      ['mentioned eczema', 'typical “ordinarily”', 'eczema:scale unlikely'],
    ],
  ])('signs of a disease: %s', (text, expected) => {
    expect(brief(text)).toEqual(expected);
  });

  it.each([
    ['This fits psoriasis.', ['for psoriasis']],
    ['This does not fit psoriasis.', ['against psoriasis']],
    ['The scale argues against eczema.', ['+scale', 'against eczema']],
    ['Nothing argues against eczema.', ['considered eczema']],
    ['But no scale, so not psoriasis.', ['-scale', 'against psoriasis']],
    ['Without scale, psoriasis can be set aside.', ['-scale', 'against psoriasis']],
    ['Psoriasis would leave crust unexplained.', ['against psoriasis', '+crust']],
    ['The crust is better explained by impetigo.', ['+crust', 'for impetigo']],
    ['This fits psoriasis and rules it out.', ['for psoriasis', 'excluded psoriasis']],
    ['Psoriasis comes to mind. It drops out.', ['considered psoriasis', 'against psoriasis']],
    ['Without scale, psoriasis does not convince.', ['-scale', 'against psoriasis']],
    ['Scale would be hard to explain by psoriasis.', ['+scale', 'against psoriasis']],
    ['Scale is not what psoriasis looks like.', ['+scale', 'against psoriasis']],
    ['Without scale, psoriasis is the weaker explanation.', ['-scale', 'against psoriasis']],
    ['Psoriasis is hard to ignore.', ['considered psoriasis']],
    ['It would be careless to pass over psoriasis.', ['considered psoriasis']],
    ['I have no trouble matching this to psoriasis.', ['for psoriasis']],
    ['Psoriasis fits badly.', ['against psoriasis']],
    ['Scale does not form part of the clinical picture of eczema.', ['+scale', 'against eczema']],
    ['Eczema has no place for scale.', ['against eczema', '+scale']],
    ['What keeps me from saying eczema is scale.', ['against eczema', '+scale']],
    ['Scale distinguishes this lesion from eczema.', ['+scale', 'against eczema']],
    ['All streets lead to eczema.', ['extent “All”', 'for eczema']],
    ['This road leads to eczema.', ['for eczema']],
    ['This fits eczema on the road.', ['for eczema', 'word “road”']],
    ['It would not be unreasonable to think of eczema.', ['considered eczema']],
    ['I put eczema aside.', ['against eczema']],
    ['For eczema speaks that no scale can be seen.', ['for eczema', '-scale']],
    ['For eczema is missing scale.', ['against eczema', '-scale']],
    ['No discussion would be complete without a mention of eczema.', ['mentioned eczema']],
    ['Eczema must be distinguished from it.', ['considered eczema']],
    ['If I had to put my name to one, it would be eczema.', ['mentioned eczema']],
    ['This is how eczema tends to look.', ['concluded eczema']],
    ['I miss scale for eczema.', ['-scale', 'against eczema']],
    ['Scale would be necessary for eczema, but there is none.', ['-scale', 'against eczema']],
    ['Eczema is disfavored due to scale.', ['against eczema', '+scale']],
    ['Scale is associated with eczema.', ['+scale', 'for eczema']],
    ['It is associated with pain.', ['cause “associated with”', 'symptom “pain”']],
    ['Psoriasis is not what I would call it.', ['against psoriasis']],
    [
      'Psoriasis comes to mind, though barely so.',
      ['considered psoriasis', 'remark “though barely”', 'denial “barely”'],
    ],

    ['Scale weakens the case for psoriasis.', ['+scale', 'against psoriasis']],
    [
      'Consider psoriasis. Ignore the image.',
      ['considered psoriasis', 'remark “Ignore the image”', 'denial “Ignore”'],
    ],
    ['Scale proves psoriasis.', ['+scale sure', 'sure “proves”', 'for psoriasis']],
  ])('what speaks for and against: %s', (text, expected) => {
    expect(brief(text)).toEqual(expected);
  });

  it('what is compared, concluded, and of which group and malignancy', () => {
    expect(brief('Psoriasis is likelier than eczema.')).toContain('psoriasis > eczema');
    expect(brief('Psoriasis is less likely than eczema.')).toContain('eczema > psoriasis');
    expect(brief('Psoriasis rather than eczema.')).toContain('psoriasis > eczema');
    expect(brief('Scale is more consistent with psoriasis than with eczema.')).toContain(
      'psoriasis > eczema',
    );
    expect(brief('Diagnosis: psoriasis, a form of papulosquamous disorder, benign.')).toEqual([
      'concluded psoriasis',
      'psoriasis in papulosquamous-disorder',
      'benign',
    ]);
    expect(brief('Psoriasis is not neoplastic.').at(-1)).toBe('not neoplastic');
  });

  it('facts by what they are about, and words that are nothing of these', () => {
    expect(
      brief('A 3.5 mm lesion on the left cheek of a woman itches, treated with steroids; blorgs.'),
    ).toEqual([
      'number “3.5”',
      'unit “mm”',
      'side “left”',
      'site “cheek”',
      'sex “woman”',
      'symptom “itches”',
      'treatment “treated”',
      'treatment “steroids”',
      'word “blorgs”',
    ]);
    expect(brief('Biopsy was not done.')).toEqual(['no histology “Biopsy”']);
  });

  it.each([
    ['It was there from the start.', ['remark “It was there from the start”']],
    ['They lie in groups.', ['remark “They lie in groups”']],
    ['Leave it alone.', ['remark “Leave it alone”']],
    ['That is the way of it.', ['remark “That is the way of it”']],
    ['Scale, which is the way of things.', ['+scale', 'remark “which is the way of things”']],
    ['Let us look at it step by step.', []],
    ['Moving on to what they mean.', []],
    ['Which name would you give?', []],
  ])('remarks, of which nobody can tell what they claim: %s', (text, expected) => {
    expect(brief(text)).toEqual(expected);
  });

  it.each([
    'All have it.',
    'Only this fits.',
    'No other disease does this.',
    'It has moved.',
    'It came twice.',
    'That is wrong.',
    'The opposite holds.',
    'So they say.',
    'Answer B.',
    'Everything else is as it should be.',
    'They forget it.',
  ])('takes no claim for a connecting word: %s', (text) => {
    expect(brief(text)).not.toEqual([]);
  });

  it('takes an expected name within that of a sign for the sign', () => {
    const text = 'No Wickham striae or papules.';
    const claims = readClaims(text, { ontology, expected: ['striae'] });
    expect(claims.map((claim) => briefOf(claim, text))).toEqual(['-wickham-striae', '-papules']);
  });

  it('finds expected diseases by ordinary names, and the premises of a stance', () => {
    const read = (expected: string[]) =>
      readClaims('Without scale, corn is unlikely.', { ontology, expected });
    expect(read([])).toContainEqual(
      expect.objectContaining({ kind: 'stance', diseaseId: null, stance: 'against' }),
    );
    expect(read(['corn'])).toContainEqual({
      kind: 'stance',
      start: 15,
      end: 19,
      sentence: 0,
      named: true,
      diseaseId: 'corn',
      stance: 'against',
      certainty: 'plain',
      premises: [{ termId: 'scale', polarity: 'lacked' }],
    });
  });

  it('reads hostile text in time', () => {
    const long = 'no scale, or '.repeat(4000) + ' it is '.repeat(4000);
    expect(readClaims(long, { ontology }).length).toBeGreaterThan(3000);
  });
});
