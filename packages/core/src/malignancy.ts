/** The three answers that the method's questions accept (Skin-R1, stage 2). */
export const malignancyClasses = ['benign', 'precancerous_in_situ', 'malignant'] as const;

/** One of {@link malignancyClasses}. */
export type MalignancyClass = (typeof malignancyClasses)[number];

/** How a malignancy class is written in prompts and answers. */
export const malignancyText: Readonly<Record<MalignancyClass, string>> = {
  benign: 'benign',
  precancerous_in_situ: 'precancerous in situ',
  malignant: 'malignant',
};
