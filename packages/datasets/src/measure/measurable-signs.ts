import {
  type LesionColor,
  type LesionMeasurement,
  lesionColors,
  type Measured,
} from './lesion-measurement.ts';

/*
 * Which signs a measurement supports. A sign is supported only where the value passes its threshold by
 * twice the uncertainty. The thresholds are ours: set on drawn shapes and lesions whose signs are known,
 * not taken from a clinical study.
 */

/** Below this contrast the outline itself is doubtful, and nothing is claimed. */
export const minimumContrast = 0.15;

/** Share of the lesion that a color must cover to be called present. */
export const minimumColorShare = 0.08;

interface Rule {
  readonly termId: string;
  readonly name: string;
  readonly read: (measurement: LesionMeasurement) => Measured;
  readonly above?: number;
  readonly below?: number;
}

const rules: readonly Rule[] = [
  { termId: 'asymmetry', name: 'mirror index', read: (m) => m.asymmetry, above: 0.22 },
  { termId: 'symmetry', name: 'mirror index', read: (m) => m.asymmetry, below: 0.12 },
  {
    termId: 'irregular-border',
    name: 'border index',
    read: (m) => m.borderIrregularity,
    above: 1.7,
  },
  {
    termId: 'well-defined-border',
    name: 'border sharpness',
    read: (m) => m.borderSharpness,
    above: 0.6,
  },
  {
    termId: 'ill-defined-border',
    name: 'border sharpness',
    read: (m) => m.borderSharpness,
    below: 0.3,
  },
  ...lesionColors.map(
    (color): Rule => ({
      termId: `${color}-color`,
      name: `share of ${color}`,
      read: (m) => m.colors[color],
      above: minimumColorShare,
    }),
  ),
];

/**
 * Signs that a measurement shows (`shown`), colors that it shows to be absent (`absent`: below half of the
 * least share, by twice the uncertainty), and all that it could have decided (`decidable`).
 */
export function measurableSigns(measurement: LesionMeasurement): {
  readonly shown: readonly string[];
  readonly absent: readonly string[];
  readonly decidable: readonly string[];
} {
  const decidable = [...rules.map(({ termId }) => termId), 'multiple-colors'];
  if (measurement.contrast < minimumContrast) return { shown: [], absent: [], decidable };
  const shown = rules.filter((rule) => passes(rule, measurement)).map(({ termId }) => termId);
  const colors = shown.filter((termId) => termId.endsWith('-color'));
  const absent = lesionColors.flatMap((color) => {
    const { value, uncertainty } = measurement.colors[color];
    return value + 2 * uncertainty < minimumColorShare / 2 ? [`${color}-color`] : [];
  });
  const all = colors.length >= 3 ? [...shown, 'multiple-colors'] : shown;
  return { shown: all, absent, decidable };
}

function passes({ read, above, below }: Rule, measurement: LesionMeasurement): boolean {
  const { value, uncertainty } = read(measurement);
  if (above !== undefined) return value - 2 * uncertainty > above;
  return below !== undefined && value + 2 * uncertainty < below;
}

/** The measurement behind a sign in words, `mirror index 0.31 ± 0.02`; `null` if none is. */
export function describeMeasurement(measurement: LesionMeasurement, termId: string): string | null {
  if (termId === 'multiple-colors') {
    const present = lesionColors.filter((color: LesionColor) => {
      const { value, uncertainty } = measurement.colors[color];
      return value - 2 * uncertainty > minimumColorShare;
    });
    return present.length >= 3 ? `${present.length} colors` : null;
  }
  const rule = rules.find((entry) => entry.termId === termId);
  if (!rule) return null;
  const { value, uncertainty } = rule.read(measurement);
  return `${rule.name} ${value.toFixed(2)} ± ${uncertainty.toFixed(2)}`;
}
