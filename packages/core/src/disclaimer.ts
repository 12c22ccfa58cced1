/** Shown in every output that a person could take for a diagnosis. */
export const researchUseOnly =
  'Research use only. Not a medical device; not for diagnosis or treatment.';
