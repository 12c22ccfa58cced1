import { versionOf } from '@skinr1/autograd';
import { researchUseOnly } from '@skinr1/core';
import { Command } from 'commander';
import { registerCalibrateCommand } from './commands/calibrate.ts';
import { registerClaimsCommand } from './commands/claims.ts';
import { registerDiagnoseCommand } from './commands/diagnose.ts';
import { registerDoctorCommand } from './commands/doctor.ts';
import { registerExportCommands } from './commands/export.ts';
import { registerModelCommands } from './commands/model.ts';
import { registerOntologyCommands } from './commands/ontology.ts';
import { registerRationaleCommands } from './commands/rationale.ts';
import { registerRewardCommands } from './commands/reward.ts';
import { registerRunCommands } from './commands/run.ts';
import { registerRunsCommands } from './commands/runs.ts';
import { registerServeCommand } from './commands/serve.ts';

/** The `skinr1` command with all its subcommands. */
export function createProgram(): Command {
  const program = new Command('skinr1')
    .description(
      'Skin-R1: grounded, hierarchy-aware reasoning for dermatology vision-language models',
    )
    .version(versionOf('@skinr1/cli', import.meta.url))
    .addHelpText('after', `\n${researchUseOnly}`);
  registerRunCommands(program);
  registerClaimsCommand(program);
  registerRunsCommands(program);
  registerOntologyCommands(program);
  registerModelCommands(program);
  registerRationaleCommands(program);
  registerExportCommands(program);
  registerRewardCommands(program);
  registerServeCommand(program);
  registerDiagnoseCommand(program);
  registerCalibrateCommand(program);
  registerDoctorCommand(program);
  return program;
}
