/** Which rule the data breaks. */
export type ValidationRule =
  | 'id'
  | 'root'
  | 'parent'
  | 'cycle'
  | 'duplicate_name'
  | 'malignancy'
  | 'code'
  | 'differential'
  | 'vocabulary'
  | 'language'
  | 'morphology';

/** A fault in the data. With an `error` the ontology is wrong or cannot be built; a `warning` is doubtful. */
export interface ValidationIssue {
  readonly severity: 'error' | 'warning';
  readonly rule: ValidationRule;
  /** The id, data set or label it is about. */
  readonly place: string;
  readonly message: string;
  /** What to do about it. */
  readonly mend: string;
}
