// Refusals of the module `authority`: numbers 100 to 149.
import { defineRefusals, refusal } from "#src/core/refusal.ts";

export const refusals = defineRefusals("authority", {
  roleMissing: refusal<{ account: string; role: string }>(
    100,
    "unauthorised",
    "The actor does not hold the role that this needs.",
  ),
  notGrantor: refusal<{ role: string }>(101, "unauthorised", "Only who granted a role, or a governor, may revoke it."),
  roleHeld: refusal<{ role: string }>(102, "conflict", "The account already holds this role."),
  roleNotHeld: refusal<{ role: string }>(103, "unknown", "The account does not hold this role."),
  rolesConflict: refusal<{ role: string; held: string }>(
    104,
    "conflict",
    "One account may not hold these two roles together.",
  ),
  lastGovernor: refusal(105, "conflict", "The last governor cannot be revoked: nobody could grant the role again."),
});
