/** Texts for the tokenizer fixture, awkward on purpose. */
export const tokenizerTexts: readonly string[] = [
  'Which diagnosis fits the picture?',
  "It's, it'S, they'RE, I'd, we'll",
  '  leading and   inner    spaces  ',
  'lines\n\n  with\r\n\ttabs \n',
  'numbers 1234567890 3.14 10%',
  'naïve Mélanome 皮膚 кожа 🩺👩🏽‍⚕️',
  'e\u0301 is é after NFC',
  '<thinking>nevus</thinking><final diagnosis>B, malignant</final diagnosis>',
  'a<diagnosis> b </diagnosis>c',
  '<thinking><thinking> unfinished <think',
  'punctuation!!! (…) --- "quoted"\n???\n',
  '\u00a0\u3000odd spaces\u2028x',
];
