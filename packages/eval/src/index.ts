export { type Benchmark, type BenchmarkItem, chanceLevel } from './benchmarks/benchmark.ts';
export {
  type BenchmarkOptions,
  buildBenchmarks,
  differentialBenchmark,
  hierarchicalBenchmark,
  inDomainBenchmark,
  malignancyBenchmark,
} from './benchmarks/from-split.ts';
export { hideImages } from './benchmarks/hide-images.ts';
export { compareResults, type PairedComparison } from './compare.ts';
export {
  type BenchmarkResult,
  type EvaluateOptions,
  evaluate,
  type ItemResult,
} from './evaluate.ts';
export { reportLimits } from './report/bounds.ts';
export { type CurveOptions, curvesFromMetrics, type MetricsRow } from './report/curves.ts';
export { type ExampleCaseOptions, exampleCase } from './report/example-case.ts';
export { renderReport } from './report/render-report.ts';
export type {
  CurveChart,
  CurveSeries,
  ExampleAnswer,
  ExampleCase,
  ReportRollout,
  RunReport,
} from './report/run-report.ts';
export { bootstrapDifference, type MeanDifference, mcnemarExact } from './statistics/paired.ts';
export { type Proportion, proportionOf, wilson } from './statistics/wilson.ts';
export { classTable, type GroupRow, groupTable, subgroupTable } from './tables/groups.ts';
export { type AccuracyCell, type SummaryRow, summarize } from './tables/summary.ts';
export {
  alignColumns,
  percent,
  percentWithInterval,
  renderGroups,
  renderTable,
} from './tables/text-table.ts';
