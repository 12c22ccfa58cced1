/** The commonest small words of languages in Latin letters, by ISO 639-1 code. */
export const functionWords: Readonly<Record<string, readonly string[]>> = Object.fromEntries(
  Object.entries({
    en: 'the of and to in is that with by as are from on for be this which or an it may not have at was when can has these but usually often also',
    de: 'der die das und ist mit von den dem des ein eine einer nicht auf zu sich im bei oder wird auch sind als durch werden nach aus einem eines kann man zeigt wie an am keine',
    fr: 'le la les de des et est une un dans par sur pour avec que qui au aux du ou sont ce cette plus pas elle il ne en se peut être leur',
    es: 'el la los las de y es en un una con por que del se al para no como más son su lo o pero puede suele entre sobre está',
    it: 'il lo la i gli le di e è un una con per che del della dei delle nel nella si non sono da al alla come più può anche',
    pt: 'o a os as de e é um uma com por que do da dos das no na em se não são ao à como mais pode ou também pelo pela',
    ca: 'el la els les de i és un una amb per que del dels al en no són es com més pot o també aquest aquesta',
    ro: 'și de la în cu pe o un este sunt care din pentru nu se mai sau prin ale al poate fi',
    nl: 'de het een en van is in met op dat die niet te zijn voor door bij aan als ook worden wordt of uit kan naar er',
    sv: 'och är en ett med av på som för till den det inte kan vid från eller ofta i har om även',
    da: 'og er en et med af på som for til den det ikke kan ved fra eller ofte i har om også hos efter nogle uden',
    no: 'og er en et med av på som for til den det ikke kan ved fra eller ofte i har om også hos etter noen uten',
    fi: 'ja on ei se että tai sekä ovat voi joka myös kun mutta kuin ole sen jos',
    pl: 'i w na z się jest nie do to że jak są lub oraz może przez po od dla ze które przy',
    cs: 'a je v na se s z do že jsou nebo jako při může pro po od být které není to',
    hu: 'a az és egy nem is hogy van vagy meg ez mint de el csak lehet',
    tr: 've bir bu ile için de da olarak olan veya çok gibi daha en değil her sonra ise',
    id: 'dan yang di dengan pada dari untuk ini atau adalah dapat tidak oleh ke dalam sebagai akan',
    vi: 'và của là có được trong các cho không một với những thường từ này khi do ở',
    la: 'et in est cum ad non ex per ab de quae qui quod sunt ut sed aut vel hoc',
  }).map(([code, words]) => [code, words.split(' ')]),
);

/** Scripts that one language of books is written in, or that more signs part (see `detectLanguage`). */
export const scriptLanguages: readonly (readonly [language: string, script: RegExp])[] = [
  ['zh', /\p{Script=Han}/u],
  ['ja', /[\p{Script=Hiragana}\p{Script=Katakana}]/u],
  ['ko', /\p{Script=Hangul}/u],
  ['ar', /\p{Script=Arabic}/u],
  ['ru', /\p{Script=Cyrillic}/u],
  ['el', /\p{Script=Greek}/u],
  ['he', /\p{Script=Hebrew}/u],
  ['hi', /\p{Script=Devanagari}/u],
  ['bn', /\p{Script=Bengali}/u],
  ['ta', /\p{Script=Tamil}/u],
  ['te', /\p{Script=Telugu}/u],
  ['th', /\p{Script=Thai}/u],
  ['ka', /\p{Script=Georgian}/u],
  ['hy', /\p{Script=Armenian}/u],
  ['am', /\p{Script=Ethiopic}/u],
];

/** Letters that a language of a script has and the script's first language lacks. */
export const tellingLetters: Readonly<Record<string, readonly (readonly [string, RegExp])[]>> = {
  ar: [
    ['ur', /[ٹڈڑںے]/],
    ['fa', /[پچژگی]/],
  ],
  ru: [
    ['uk', /[іїєґ]/i],
    ['sr', /[ђјљњћџ]/i],
  ],
  hi: [['mr', /ळ/]],
};
