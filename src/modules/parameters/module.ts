// The module `parameters`: changes of parameters, breakers and module versions.
import { defineModule } from "#src/machine/module.ts";
import { parameterSettings, parameterValues } from "#src/machine/parameter.ts";
import { events } from "./events.ts";
import { genesis } from "./genesis.ts";
import { valuesLieWithinRange } from "./invariants.ts";
import { cancelChange } from "./messages/cancelChange.ts";
import { cancelModulePlan } from "./messages/cancelModulePlan.ts";
import { planModule } from "./messages/planModule.ts";
import { proposeChange } from "./messages/proposeChange.ts";
import { resetBreaker } from "./messages/resetBreaker.ts";
import { parameters as own } from "./parameters.ts";
import { breakers } from "./queries/breakers.ts";
import { modules } from "./queries/modules.ts";
import { parameter } from "./queries/parameter.ts";
import { parameters as all } from "./queries/parameters.ts";
import { pendingChanges } from "./queries/pendingChanges.ts";
import { setting } from "./queries/setting.ts";
import { refusals } from "./refusals.ts";

export const parameters = defineModule({
  name: "parameters",
  version: 1,
  summary: "Changes of parameters after notice, resets of breakers, and plans of module versions.",
  after: ["authority"],
  // The machine reads and writes both tables too, so it declares them.
  tables: { parameterValues, parameterSettings },
  messages: { proposeChange, cancelChange, resetBreaker, planModule, cancelModulePlan },
  queries: { parameter, parameters: all, setting, pendingChanges, breakers, modules },
  events,
  refusals,
  parameters: own,
  invariants: { valuesLieWithinRange },
  genesis,
});
