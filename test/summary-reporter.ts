import type { Reporter, TestModule } from 'vitest/node';

/** Ends a run with one plain line, `N passed, N failed, N skipped`, that people and CI can grep for. */
export default class SummaryReporter implements Reporter {
  onTestRunEnd(modules: ReadonlyArray<TestModule>, unhandledErrors: ReadonlyArray<unknown>): void {
    const count = { passed: 0, failed: unhandledErrors.length, skipped: 0, pending: 0 };
    for (const module of modules) {
      const tests = [...module.children.allTests()];
      for (const test of tests) count[test.result().state] += 1;
      // A module or a hook that failed has no failed test to count, but it has failed.
      const isCounted = tests.some((test) => test.result().state === 'failed');
      if (module.state() === 'failed' && !isCounted) count.failed += 1;
    }
    const failed = count.failed + count.pending;
    console.log(`${count.passed} passed, ${failed} failed, ${count.skipped} skipped`);
  }
}
