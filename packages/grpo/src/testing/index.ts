export * from './policy-contract.ts';
export * from './tabular-policy.ts';
