import type { MiddlewareHandler } from 'hono';
import type { ServerEnvironment } from './server-environment.ts';

/** Labels of one observation, by name. */
type Labels = Readonly<Record<string, string>>;

/** Something counted; it only grows. */
export interface Counter {
  add(labels?: Labels, amount?: number): void;
}

/** Something that stands at a value. */
export interface Gauge {
  set(value: number, labels?: Labels): void;
}

/** How values are distributed. */
export interface Histogram {
  observe(value: number, labels?: Labels): void;
}

/** Name and meaning of a metric, in Prometheus' conventions: base units, `_total` for counters. */
export interface MetricOptions {
  readonly name: string;
  readonly help: string;
  /** Names of the labels. Each combination of values is a series: never a path, an id or a text. */
  readonly labels?: readonly string[];
}

/** What `/metrics` shows; services add their own. */
export interface ServerMetrics {
  counter(options: MetricOptions): Counter;
  gauge(options: MetricOptions): Gauge;
  /** @param options with the upper ends of the buckets, ascending */
  histogram(options: MetricOptions & { readonly buckets: readonly number[] }): Histogram;
}

/** Metrics, and the text of them that Prometheus reads. */
export interface MetricsPage extends ServerMetrics {
  readonly contentType: string;
  text(): Promise<string>;
}

const secondBuckets = [0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1, 3, 10, 30, 100];

/** Makes an empty page of metrics. */
export async function createMetrics(): Promise<MetricsPage> {
  const prometheus = await import('prom-client');
  const registry = new prometheus.Registry();
  const configured = ({ name, help, labels = [] }: MetricOptions) => ({
    name,
    help,
    labelNames: [...labels],
    registers: [registry],
  });
  return {
    contentType: registry.contentType,
    text: () => registry.metrics(),
    counter: (options) => {
      const counter = new prometheus.Counter(configured(options));
      return { add: (labels = {}, amount = 1) => counter.inc(labels, amount) };
    },
    gauge: (options) => {
      const gauge = new prometheus.Gauge(configured(options));
      return { set: (value, labels = {}) => gauge.set(labels, value) };
    },
    histogram: (options) => {
      const buckets = [...options.buckets];
      const histogram = new prometheus.Histogram({ ...configured(options), buckets });
      return { observe: (value, labels = {}) => histogram.observe(labels, value) };
    },
  };
}

/** Measures every request by the pattern of its route. */
export async function measureRequests(
  metrics: ServerMetrics,
): Promise<MiddlewareHandler<ServerEnvironment>> {
  const { routePath } = await import('hono/route');
  const seconds = metrics.histogram({
    name: 'http_request_duration_seconds',
    help: 'Time until an answer began',
    labels: ['method', 'route', 'status'],
    buckets: secondBuckets,
  });
  const open = metrics.gauge({
    name: 'http_requests_open',
    help: 'Requests not yet answered whole',
  });
  let count = 0;
  return async (context, next) => {
    open.set(++count);
    context.env.outgoing.once('close', () => open.set(--count));
    const started = performance.now();
    await next();
    const route = routePath(context, -1);
    seconds.observe((performance.now() - started) / 1000, {
      method: knownMethods.has(context.req.method) ? context.req.method : 'other',
      route: route.endsWith('*') ? 'none' : route,
      status: String(context.res.status),
    });
  };
}

/** Whatever else a client makes up is one series. */
const knownMethods: ReadonlySet<string> = new Set([
  'GET',
  'HEAD',
  'POST',
  'PUT',
  'DELETE',
  'OPTIONS',
]);
