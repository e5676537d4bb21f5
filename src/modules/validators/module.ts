// The module `validators`: who signs blocks.
import { defineModule } from "#src/machine/module.ts";
import { blocks } from "./blocks.ts";
import { electorate } from "./electorate.ts";
import { events } from "./events.ts";
import { genesis } from "./genesis.ts";
import { plansFallDue, powerFitsEngine, someoneIsActive, totalsEqualValidators } from "./invariants.ts";
import { admitValidator } from "./messages/admitValidator.ts";
import { cancelValidatorChange } from "./messages/cancelValidatorChange.ts";
import { changeValidatorPower } from "./messages/changeValidatorPower.ts";
import { reinstateValidator } from "./messages/reinstateValidator.ts";
import { removeValidator } from "./messages/removeValidator.ts";
import { parameters } from "./parameters.ts";
import { validator } from "./queries/validator.ts";
import { validatorSet } from "./queries/validatorSet.ts";
import { validators as all } from "./queries/validators.ts";
import { refusals } from "./refusals.ts";
import { dueChanges, latestUpdates, misses, validators as rows, totals } from "./tables.ts";

export const validators = defineModule({
  name: "validators",
  version: 1,
  summary: "Who signs blocks, with how much power: admissions and removals after notice, absences, double signing.",
  after: ["authority"],
  tables: { validators: rows, totals, dueChanges, misses, latestUpdates },
  messages: { admitValidator, changeValidatorPower, removeValidator, reinstateValidator, cancelValidatorChange },
  queries: { validator, validators: all, validatorSet },
  events,
  refusals,
  parameters,
  invariants: { totalsEqualValidators, plansFallDue, someoneIsActive, powerFitsEngine },
  genesis,
  blocks,
  electorate,
});
