/**
 * Labels of Fitzpatrick17k on whose class or branch we disagree with its three- and nine-partition, and
 * why. A disagreement that is not listed fails the test; so does one that is listed and is none.
 */
export const fitzpatrickDisagreements: Readonly<Record<string, string>> = {
  'actinic keratosis':
    'Filed as malignant; it is a dysplasia confined to the epidermis, so precancerous or in situ.',
  'lentigo maligna':
    'Filed as malignant; it is melanoma in situ. Lentigo maligna melanoma is malignant.',
  keloid:
    'Right that it is no growth, but we file scars beside the fibrous growths they are told from.',
  'aplasia cutis': 'Filed as inflammatory; skin that did not form before birth is no inflammation.',
  'fordyce spots':
    'Filed as benign growths; they are sebaceous glands in an unusual but normal place.',
  telangiectases: 'Filed as benign growths; they are dilated vessels, not a proliferation.',
  'prurigo nodularis': 'Filed as a benign epidermal growth; it is a reaction to scratching.',
  'juvenile xanthogranuloma': 'Filed as inflammatory; it is a benign proliferation of histiocytes.',
  'langerhans cell histiocytosis':
    'Filed as inflammatory; it is a clonal proliferation whose course varies, and its systemic form counts as a neoplasm.',
  'urticaria pigmentosa':
    'Filed as inflammatory; it is cutaneous mastocytosis, a benign clonal proliferation.',
};
