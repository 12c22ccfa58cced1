import type { ConditionRecord } from '../format.ts';

/** Infestations by arthropods, infections by worms and protozoa. */
export const parasitic: readonly ConditionRecord[] = [
  {
    id: 'parasitic-infestation',
    name: 'parasitic infestation',
    synonyms: [
      'parasitic skin disease',
      'infestation',
      'parasitic infection',
      'cutaneous parasitic disease',
    ],
    parents: ['infectious'],
  },
  {
    id: 'scabies',
    name: 'scabies',
    synonyms: [
      'itch mite infestation',
      'sarcoptic itch',
      'sarcoptic mange in humans',
      'Sarcoptes infestation',
      'seven-year itch',
      'sarcoptic acariasis',
    ],
    parents: ['parasitic-infestation'],
    codes: [
      { system: 'ICD-10', code: 'B86', match: 'exact' },
      { system: 'DOID', code: 'DOID:8295', match: 'exact' },
    ],
    differentials: [
      {
        id: 'insect-bite',
        sign: 'Few grouped papules with a punctum favor insect bite; burrows of finger webs and itch at night favor scabies.',
      },
      {
        id: 'papular-urticaria',
        sign: 'Crops on bare limbs in a child favor papular urticaria; burrows and contacts who itch favor scabies.',
      },
      {
        id: 'dermatitis-herpetiformis',
        sign: 'Excoriated groups on elbows, knees and buttocks favor dermatitis herpetiformis; burrows of wrists and webs favor scabies.',
      },
    ],
  },
  {
    id: 'crusted-scabies',
    name: 'crusted scabies',
    synonyms: [
      'Norwegian scabies',
      'scabies crustosa',
      'scabies norvegica',
      'hyperkeratotic scabies',
    ],
    parents: ['scabies'],
    codes: [{ system: 'DOID', code: 'DOID:14374', match: 'exact' }],
    differentials: [
      {
        id: 'psoriasis',
        sign: 'Silvery plaques without mites favor psoriasis; thick crust full of mites with nail crust favors crusted scabies.',
      },
    ],
  },
  {
    id: 'nodular-scabies',
    name: 'nodular scabies',
    synonyms: ['scabies nodule', 'postscabietic nodule'],
    parents: ['scabies'],
  },
  {
    id: 'pediculosis',
    name: 'pediculosis',
    synonyms: [
      'lice',
      'louse infestation',
      'phthiriasis',
      'lousiness',
      'pediculosis and phthiriasis',
    ],
    parents: ['parasitic-infestation'],
    codes: [
      { system: 'ICD-10', code: 'B85', match: 'exact' },
      { system: 'DOID', code: 'DOID:5502', match: 'exact' },
    ],
  },
  {
    id: 'pediculosis-capitis',
    name: 'pediculosis capitis',
    synonyms: ['head louse infestation', 'head lice', 'pediculus humanus capitis infestation'],
    parents: ['pediculosis', 'hair-disorder'],
    codes: [
      { system: 'ICD-10', code: 'B85.0', match: 'exact' },
      { system: 'DOID', code: 'DOID:5501', match: 'exact' },
    ],
  },
  {
    id: 'pediculosis-corporis',
    name: 'pediculosis corporis',
    synonyms: [
      'body louse infestation',
      'body lice',
      'pediculosis vestimenti',
      "vagabond's disease",
      'pediculosis vestimentorum',
      'morbus errorum',
    ],
    parents: ['pediculosis'],
    codes: [{ system: 'ICD-10', code: 'B85.1', match: 'exact' }],
  },
  {
    id: 'pediculosis-pubis',
    name: 'pediculosis pubis',
    synonyms: [
      'crab lice',
      'pubic lice',
      'pubic louse infestation',
      'phthiriasis pubis',
      'crab louse infestation',
    ],
    parents: ['pediculosis'],
    codes: [{ system: 'ICD-10', code: 'B85.3', match: 'exact' }],
  },
  {
    id: 'pediculosis-of-the-eyelids',
    name: 'pediculosis of the eyelids',
    synonyms: [
      'pediculosis lids',
      'lid pediculosis',
      'phthiriasis palpebrarum',
      'pediculosis palpebrarum',
      'eyelash infestation by lice',
      'parasitic eyelid infestation',
      'pediculosis ciliaris',
    ],
    parents: ['pediculosis-pubis', 'eyelid-disorder'],
    codes: [{ system: 'DOID', code: 'DOID:13823', match: 'exact' }],
    differentials: [
      {
        id: 'seborrheic-dermatitis',
        sign: 'Greasy scale of brows and lids favors seborrheic dermatitis; nits stuck to lashes favor pediculosis of the eyelids.',
      },
      {
        id: 'blepharitis',
        sign: 'Dandruff-like scale without nits favors blepharitis; nits and lice on the lashes favor pediculosis of the eyelids.',
      },
    ],
  },
  {
    id: 'demodicosis',
    name: 'demodicosis',
    synonyms: [
      'demodex infestation',
      'demodicidosis',
      'demodex folliculitis',
      'pityriasis folliculorum',
    ],
    parents: ['parasitic-infestation'],
  },
  {
    id: 'trombiculiasis',
    name: 'trombiculiasis',
    synonyms: [
      'chigger bite',
      'trombiculosis',
      'harvest mite bite',
      'leptus',
      'leptus autumnalis',
      'scrub itch',
    ],
    parents: ['parasitic-infestation'],
    codes: [
      { system: 'ICD-10', code: 'B88.0', match: 'broad' },
      { system: 'DOID', code: 'DOID:8399', match: 'exact' },
    ],
  },
  {
    id: 'animal-mite-dermatitis',
    name: 'animal mite dermatitis',
    synonyms: ['cheyletiellosis', 'gamasoidosis', 'bird mite dermatitis', 'avian mite dermatitis'],
    parents: ['parasitic-infestation'],
  },
  {
    id: 'grain-itch',
    name: 'grain itch',
    synonyms: ['straw itch', 'Pyemotes dermatitis', "grocer's itch"],
    parents: ['parasitic-infestation'],
  },
  {
    id: 'tungiasis',
    name: 'tungiasis',
    synonyms: [
      'sand flea disease',
      'jigger',
      'pulex penetrans',
      'chigoe',
      'nigua',
      'sand flea infestation',
    ],
    parents: ['parasitic-infestation'],
    codes: [
      { system: 'ICD-10', code: 'B88.1', match: 'exact' },
      { system: 'DOID', code: 'DOID:0050266', match: 'exact' },
    ],
    differentials: [
      {
        id: 'myiasis',
        sign: 'A boil with a breathing larva favors myiasis; a white disc with a black pore on the foot favors tungiasis.',
      },
      {
        id: 'plantar-wart',
        sign: 'Interrupted lines with many dots favor plantar wart; a white disc with one black pore after a beach visit favors tungiasis.',
      },
    ],
  },
  {
    id: 'myiasis',
    name: 'myiasis',
    synonyms: ['maggot infestation', 'fly larva infestation', 'estrus'],
    parents: ['parasitic-infestation'],
    codes: [
      { system: 'ICD-10', code: 'B87', match: 'exact' },
      { system: 'DOID', code: 'DOID:11080', match: 'exact' },
    ],
    differentials: [
      {
        id: 'furuncle',
        sign: 'A pus core favors furuncle; a central pore with moving larva favors myiasis.',
      },
    ],
  },
  {
    id: 'furuncular-myiasis',
    name: 'furuncular myiasis',
    synonyms: [
      'botfly infestation',
      'botfly',
      'Dermatobia hominis infestation',
      'tumbu fly infestation',
    ],
    parents: ['myiasis'],
  },
  {
    id: 'creeping-myiasis',
    name: 'creeping myiasis',
    synonyms: ['migratory myiasis', 'larva migrans from fly'],
    parents: ['myiasis'],
  },
  { id: 'wound-myiasis', name: 'wound myiasis', parents: ['myiasis'] },
  {
    id: 'helminthiasis',
    name: 'helminthic skin disease',
    synonyms: ['cutaneous helminthiasis', 'worm infection of skin'],
    parents: ['parasitic-infestation'],
  },
  {
    id: 'nematode-infection',
    name: 'nematode infection',
    synonyms: [
      'roundworm infection',
      'roundworm infection of the skin',
      'cutaneous nematode infection',
    ],
    parents: ['helminthiasis'],
    differentials: [
      {
        id: 'scabies',
        sign: 'Short burrows of finger webs with contacts who itch favor scabies; long winding tracks or deep lumps after travel favor nematode infection.',
      },
      {
        id: 'myiasis',
        sign: 'A boil with a breathing pore favors myiasis; a winding track favors nematode infection.',
      },
    ],
  },
  {
    id: 'cutaneous-larva-migrans',
    name: 'cutaneous larva migrans',
    synonyms: [
      'cutanea larva migrans',
      'creeping eruption',
      'hookworm larva migrans',
      'larva migrans',
      'sandworm disease',
      'hookworm-related cutaneous larva migrans',
      'dermamyiasis linearis migrans',
    ],
    abbreviations: ['CLM'],
    parents: ['nematode-infection'],
    codes: [{ system: 'ICD-10', code: 'B76.9', match: 'exact' }],
    differentials: [
      {
        id: 'tinea-corporis',
        sign: 'A ring with scale favors tinea corporis; a winding raised track that moves each day favors cutaneous larva migrans.',
      },
      {
        id: 'larva-currens',
        sign: 'A band near the anus that moves centimeters an hour favors larva currens; a track of the foot that moves a centimeter a day favors cutaneous larva migrans.',
      },
    ],
  },
  {
    id: 'ground-itch',
    name: 'ground itch',
    synonyms: ['hookworm dermatitis', 'uncinarial dermatitis', 'uncinariasis dermatitis'],
    parents: ['nematode-infection'],
  },
  {
    id: 'strongyloidiasis',
    name: 'strongyloidiasis',
    synonyms: ['Strongyloides infection'],
    parents: ['nematode-infection'],
    codes: [{ system: 'DOID', code: 'DOID:10955', match: 'exact' }],
  },
  {
    id: 'larva-currens',
    name: 'larva currens',
    synonyms: ['cutaneous strongyloidiasis'],
    parents: ['strongyloidiasis'],
  },
  {
    id: 'onchocerciasis',
    name: 'onchocerciasis',
    synonyms: [
      'river blindness',
      'onchodermatitis',
      'onchocercal dermatitis',
      'craw-craw',
      'sowda',
    ],
    parents: ['nematode-infection'],
    codes: [
      { system: 'ICD-10', code: 'B73', match: 'exact' },
      { system: 'DOID', code: 'DOID:11678', match: 'exact' },
    ],
  },
  {
    id: 'lymphatic-filariasis',
    name: 'lymphatic filariasis',
    synonyms: ['filarial elephantiasis', 'Bancroftian filariasis', 'filariasis'],
    parents: ['nematode-infection'],
    codes: [{ system: 'ICD-10', code: 'B74', match: 'exact' }],
  },
  {
    id: 'loiasis',
    name: 'loiasis',
    synonyms: ['Loa loa filariasis', 'Calabar swelling', 'African eye worm'],
    parents: ['nematode-infection'],
    codes: [
      { system: 'ICD-10', code: 'B74.3', match: 'exact' },
      { system: 'DOID', code: 'DOID:13523', match: 'exact' },
    ],
  },
  {
    id: 'dracunculiasis',
    name: 'dracunculiasis',
    synonyms: [
      'guinea worm disease',
      'dracontiasis',
      'filaria medinensis',
      'guinea worm',
      'dracunculosis',
      'Medina worm',
    ],
    parents: ['nematode-infection'],
    codes: [
      { system: 'ICD-10', code: 'B72', match: 'exact' },
      { system: 'DOID', code: 'DOID:14418', match: 'exact' },
    ],
  },
  {
    id: 'gnathostomiasis',
    name: 'gnathostomiasis',
    synonyms: ['Gnathostoma infection'],
    parents: ['nematode-infection'],
  },
  {
    id: 'dirofilariasis',
    name: 'dirofilariasis',
    synonyms: ['Dirofilaria infection'],
    parents: ['nematode-infection'],
    codes: [{ system: 'DOID', code: 'DOID:1082', match: 'exact' }],
  },
  {
    id: 'toxocariasis',
    name: 'toxocariasis',
    synonyms: ['visceral larva migrans'],
    parents: ['nematode-infection'],
    codes: [{ system: 'DOID', code: 'DOID:9790', match: 'exact' }],
  },
  {
    id: 'trichinosis',
    name: 'trichinosis',
    synonyms: ['trichinellosis'],
    parents: ['nematode-infection'],
    codes: [
      { system: 'ICD-10', code: 'B75', match: 'exact' },
      { system: 'DOID', code: 'DOID:9784', match: 'exact' },
    ],
  },
  {
    id: 'enterobiasis',
    name: 'enterobiasis',
    synonyms: ['pinworm infection', 'oxyuriasis'],
    parents: ['nematode-infection'],
    codes: [
      { system: 'ICD-10', code: 'B80', match: 'exact' },
      { system: 'DOID', code: 'DOID:7457', match: 'exact' },
    ],
  },
  {
    id: 'schistosomiasis',
    name: 'schistosomiasis',
    synonyms: ['bilharziasis', 'cutaneous schistosomiasis', 'bilharzia'],
    parents: ['helminthiasis'],
    codes: [
      { system: 'ICD-10', code: 'B65', match: 'exact' },
      { system: 'DOID', code: 'DOID:1395', match: 'exact' },
    ],
  },
  {
    id: 'cercarial-dermatitis',
    name: 'cercarial dermatitis',
    synonyms: ["swimmer's itch", "clam digger's itch", 'schistosome dermatitis'],
    parents: ['helminthiasis'],
    codes: [
      { system: 'ICD-10', code: 'B65.3', match: 'exact' },
      { system: 'DOID', code: 'DOID:11302', match: 'exact' },
    ],
  },
  {
    id: 'cysticercosis',
    name: 'cysticercosis',
    synonyms: ['cysticercus cellulosae', 'cutaneous cysticercosis'],
    parents: ['helminthiasis'],
    codes: [
      { system: 'ICD-10', code: 'B69', match: 'exact' },
      { system: 'DOID', code: 'DOID:10079', match: 'exact' },
    ],
  },
  {
    id: 'sparganosis',
    name: 'sparganosis',
    parents: ['helminthiasis'],
    codes: [{ system: 'DOID', code: 'DOID:10080', match: 'exact' }],
  },
  {
    id: 'echinococcosis',
    name: 'echinococcosis',
    synonyms: ['hydatid disease', 'cutaneous echinococcosis'],
    parents: ['helminthiasis'],
    codes: [
      { system: 'ICD-10', code: 'B67', match: 'exact' },
      { system: 'DOID', code: 'DOID:1496', match: 'exact' },
    ],
  },
  {
    id: 'protozoal-skin-infection',
    name: 'protozoal skin infection',
    synonyms: ['protozoal infection'],
    parents: ['parasitic-infestation'],
  },
  {
    id: 'leishmaniasis',
    name: 'cutaneous leishmaniasis',
    synonyms: [
      'oriental sore',
      'Aleppo boil',
      'Delhi boil',
      'Baghdad boil',
      'Biskra button',
      'tropical sore',
      'chiclero ulcer',
      'furunculus orientalis',
    ],
    parents: ['protozoal-skin-infection'],
    codes: [
      { system: 'ICD-10', code: 'B55.1', match: 'exact' },
      { system: 'DOID', code: 'DOID:9111', match: 'exact' },
    ],
    differentials: [
      {
        id: 'basal-cell-carcinoma',
        sign: 'A pearly edge with slow growth over years favors basal cell carcinoma; a nodule that ulcerates in weeks after travel favors leishmaniasis.',
      },
      {
        id: 'lupus-vulgaris',
        sign: 'A plaque over years with mycobacteria favors lupus vulgaris; a sore over months with amastigotes favors leishmaniasis.',
      },
      {
        id: 'sporotrichosis',
        sign: 'Nodules along a lymph vessel after a thorn favor sporotrichosis; a volcano-like ulcer after a sandfly bite favors leishmaniasis.',
      },
    ],
  },
  {
    id: 'diffuse-cutaneous-leishmaniasis',
    name: 'diffuse cutaneous leishmaniasis',
    synonyms: ['anergic leishmaniasis'],
    parents: ['leishmaniasis'],
  },
  {
    id: 'leishmaniasis-recidivans',
    name: 'leishmaniasis recidivans',
    synonyms: ['lupoid leishmaniasis', 'recidivans leishmaniasis'],
    parents: ['leishmaniasis'],
  },
  {
    id: 'mucocutaneous-leishmaniasis',
    name: 'mucocutaneous leishmaniasis',
    synonyms: ['espundia', 'American mucocutaneous leishmaniasis'],
    parents: ['leishmaniasis', 'mucosal-disorder'],
    codes: [
      { system: 'ICD-10', code: 'B55.2', match: 'exact' },
      { system: 'DOID', code: 'DOID:9155', match: 'exact' },
    ],
  },
  {
    id: 'post-kala-azar-dermal-leishmaniasis',
    name: 'post-kala-azar dermal leishmaniasis',
    synonyms: ['dermal leishmanoid'],
    abbreviations: ['PKDL'],
    parents: ['leishmaniasis'],
  },
  {
    id: 'cutaneous-amebiasis',
    name: 'cutaneous amebiasis',
    synonyms: ['amebiasis cutis'],
    parents: ['protozoal-skin-infection'],
    codes: [{ system: 'ICD-10', code: 'A06.7', match: 'exact' }],
  },
  {
    id: 'cutaneous-trypanosomiasis',
    name: 'cutaneous trypanosomiasis',
    synonyms: [
      'trypanosomiasis',
      'Chagas disease',
      'chagoma',
      'African trypanosomiasis',
      'sleeping sickness',
    ],
    parents: ['protozoal-skin-infection'],
  },
];
