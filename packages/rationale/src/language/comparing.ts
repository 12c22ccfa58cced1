/** A sentence in running text that sets a disease against others. */
export const comparing: RegExp =
  /\b(?:distinguish\w*|differentiat\w*|differs? from|diagnosed (?:by|from)|mistaken for|confounded with|confused with|differential diagnos\w+)\b/i;
