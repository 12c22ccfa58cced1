export { balancedSample } from './benchmarks/balanced-sample.ts';
export { type Benchmark, type BenchmarkItem, chanceLevel } from './benchmarks/benchmark.ts';
export { type BenchmarkOptions, buildBenchmarks } from './benchmarks/from-split.ts';
export { hideImages } from './benchmarks/hide-images.ts';
export {
  type BenchmarkKind,
  balancedKind,
  benchmarkKinds,
  type KindContext,
} from './benchmarks/kinds.ts';
export { compareResults, type PairedComparison } from './compare.ts';
export {
  type BenchmarkResult,
  type EvaluateOptions,
  evaluate,
  type ItemResult,
  type JudgeOptions,
  judgeAnswers,
} from './evaluate.ts';
export {
  type ReasoningFigures,
  type ReasoningMeasure,
  reasoningMeasures,
} from './reasoning.ts';
export {
  type CurveOptions,
  curvesFromMetrics,
  type MetricsRow,
} from './report/curves-from-metrics.ts';
export { type ExampleCaseOptions, exampleCase } from './report/example-case.ts';
export { html, type Markup } from './report/html.ts';
export { type RunReport, renderReport } from './report/render-report.ts';
export type { ReportSection } from './report/section.ts';
export { casesSection, type ExampleAnswer, type ExampleCase } from './report/sections/cases.ts';
export { type CurveChart, type CurveSeries, curvesSection } from './report/sections/curves.ts';
export { provenanceSection } from './report/sections/provenance.ts';
export { reasoningSection } from './report/sections/reasoning.ts';
export { resultsSection } from './report/sections/results.ts';
export { type ReportRollout, rolloutsSection } from './report/sections/rollouts.ts';
export { bootstrapDifference, type MeanDifference, mcnemarExact } from './statistics/paired.ts';
export { type Proportion, proportionOf, wilson } from './statistics/wilson.ts';
export { classTable, type GroupRow, groupTable, subgroupTable } from './tables/groups.ts';
export { type AccuracyCell, type SummaryRow, summarize } from './tables/summary.ts';
export {
  alignColumns,
  percent,
  percentWithInterval,
  renderGroups,
  renderReasoningTable,
  renderTable,
} from './tables/text-table.ts';
