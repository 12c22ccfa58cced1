export { describeFailure, type ErrorBody, readJson, type ServerFailure } from './failures.ts';
export type { ServerLimits } from './limits.ts';
export type { Counter, Gauge, Histogram, MetricOptions, ServerMetrics } from './metrics.ts';
export type { PageFolder } from './page-folder.ts';
export { sendImage } from './send-image.ts';
export {
  type RunningServer,
  type ServerApp,
  type ServerContext,
  type ServerOptions,
  startServer,
} from './start-server.ts';
