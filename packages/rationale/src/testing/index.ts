export * from './chat-faults.ts';
export * from './chat-server.ts';
export { type NotePlan, type NotePlanStep, wordPlan } from './word-plan.ts';
