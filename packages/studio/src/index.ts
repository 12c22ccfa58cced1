export { type Alarm, type AlarmRule, alarmRules, findAlarms } from './alarms.ts';
export { type OpenRunsOptions, openRuns } from './open-runs.ts';
